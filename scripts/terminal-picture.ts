// npm run picture: runs the sample as `npm start` does, and draws what it printed as media/run.svg. Nothing is drawn
// that was not printed; npm's own two lines are left out.
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { terminalSvg } from './terminal-svg.ts';

const root = path.resolve(import.meta.dirname, '..');

/** What `npm start` prints, both outputs in the order in which they came. */
function printed(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'dodeca-picture-'));
  const file = path.join(folder, 'output');
  const out = openSync(file, 'w');
  try {
    const { status, error } = spawnSync(process.execPath, [path.join(root, 'scripts', 'start.mjs')], {
      cwd: root,
      env: { ...process.env, FORCE_COLOR: '1', NO_COLOR: '' },
      stdio: ['ignore', out, out],
    });
    const text = readFileSync(file, 'utf8');
    if (error) throw error;
    if (status !== 0) throw new Error(`the run ended with ${status}, so there is no picture of it:\n${text}`);
    return text;
  } finally {
    closeSync(out);
    rmSync(folder, { recursive: true, force: true });
  }
}

const output = printed();
mkdirSync(path.join(root, 'media'), { recursive: true });
writeFileSync(
  path.join(root, 'media', 'run.svg'),
  terminalSvg({
    command: 'npm start',
    output,
    description:
      'A terminal after npm start: every execution of the pipeline with its state and duration, the findings, and the run itself.',
  }),
);
process.stdout.write(output);
