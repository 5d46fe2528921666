import { spawn } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { UserError } from '../../../src/common/errors.ts';

const quiet = ['--no-audit', '--no-fund', '--no-progress', '--loglevel=error'];

/**
 * Runs npm in a folder; packages run no scripts of their own, but with `npm rebuild`.
 * Fails with a UserError that shows what npm said last.
 */
export async function npm(
  folder: string,
  words: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<void> {
  const script = process.env.npm_execpath;
  const args = [...words, `--ignore-scripts=${words[0] !== 'rebuild'}`, ...quiet];
  // npm is a script: this Node first on the path, so that an old one that belongs to the system does not run it.
  const path = `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`;
  const child = spawn(
    script?.endsWith('.js') ? process.execPath : 'npm',
    script?.endsWith('.js') ? [script, ...args] : args,
    {
      cwd: folder,
      env: { ...process.env, PATH: path, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32' && !script?.endsWith('.js'),
    },
  );
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(-4000);
    });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code === 0) return;
  throw new UserError(
    'npm-failed',
    `npm ${words.join(' ')} failed in ${folder}. Is a package registry within reach?\n${withoutTraces(said)}`,
  );
}

/** What npm says, without the places in its own code and the fields of its errors. */
function withoutTraces(said: string): string {
  return said
    .split('\n')
    .filter((line) => /\S/.test(line) && !/^npm error(\s{3,}|\s*\}?$)|A complete log of this run/.test(line))
    .join('\n');
}
