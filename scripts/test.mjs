// npm test: sets everything up, then lint, types, architecture and unit tests; every step runs, whatever failed before.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { install, nodePath, root } from './setup.mjs';

install();
const node = nodePath();
const bin = (name, file) => path.join(root, 'node_modules', name, file);

/** Runs a step; answers with its exit code and what it printed. */
function step(title, args) {
  process.stdout.write(`\n── ${title} ──\n`);
  const started = Date.now();
  return new Promise((resolve) => {
    const child = spawn(node, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH}` },
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
      process.stdout.write(text);
    });
    child.on('close', (code) => {
      process.stdout.write(
        `   ${title}: ${code === 0 ? 'ok' : 'failed'} in ${((Date.now() - started) / 1000).toFixed(1)} s\n`,
      );
      resolve({ code: code ?? 1, output });
    });
  });
}

const counted = (output, word) => Number(output.match(new RegExp(`^\\s*(\\d+) ${word}`, 'm'))?.[1] ?? 0);

const only = process.argv.slice(2);
const lint = await step('lint', [bin('@biomejs/biome', 'bin/biome'), 'check', '--error-on-warnings']);
const types = await step('types', [bin('typescript', 'bin/tsc')]);
const unit = await step('unit and architecture', [bin('mocha', 'bin/mocha.js'), ...only]);

const passed = counted(unit.output, 'passing');
const skipped = counted(unit.output, 'pending');
const steps = [lint, types].filter(({ code }) => code !== 0).length;
// A runner that died without counting is a failure too.
const failed = counted(unit.output, 'failing') || (unit.code === 0 ? 0 : 1);
process.stdout.write(
  `\nlint ${lint.code === 0 ? 'ok' : 'failed'}, types ${types.code === 0 ? 'ok' : 'failed'}\n`,
);
process.stdout.write(`tests: ${passed} passed, ${failed} failed, ${skipped} skipped\n`);
process.exitCode = steps + failed > 0 || passed === 0 ? 1 : 0;
