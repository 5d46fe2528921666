// npm test [-- WORDS]: sets everything up, then every check; each step runs, whatever failed before.
// `-g "a name"` goes to every runner of tests; paths of tests choose what runs, and nothing else runs then.
import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import { failuresInShort } from './failures-in-short.mjs';
import { install, nodePath, root } from './setup.mjs';

install();
const node = nodePath();
const bin = (name, file) => path.join(root, 'node_modules', name, file);
const mocha = bin('mocha', 'bin/mocha.js');

/** Runs a step; answers with its exit code and what it printed. */
function step(title, args, env = {}) {
  process.stdout.write(`\n── ${title} ──\n`);
  const started = Date.now();
  return new Promise((resolve) => {
    const child = spawn(node, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...env, PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH}` },
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
      resolve({ title, code: code ?? 1, output });
    });
  });
}

/** What was asked for: words for mocha, words to search for, and paths. */
function read(words) {
  const [options, grep, paths] = [[], [], []];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (word === '-g' || word === '--grep') {
      at += 1;
      grep.push('--grep', words[at] ?? '');
    } else if (word.startsWith('-')) options.push(word);
    else paths.push(path.relative(root, path.resolve(word)).replaceAll(path.sep, '/'));
  }
  return { options, grep, paths };
}

const { options, grep, paths } = read(process.argv.slice(2));
const everything = paths.length === 0;
const specsIn = (file) => (statSync(path.join(root, file)).isDirectory() ? `${file}/**/*.test.ts` : file);
const isIn = (file, folder) => file === folder || file.startsWith(`${folder}/`);
const inHost = paths.filter((file) => isIn(file, 'test/vscode'));
const inWorkbench = paths.filter((file) => isIn(file, 'test/e2e'));
const inNode = paths.filter((file) => !inHost.includes(file) && !inWorkbench.includes(file));

const checks = [];
if (everything) {
  checks.push(await step('lint', [bin('@biomejs/biome', 'bin/biome'), 'check', '--error-on-warnings']));
  checks.push(await step('types', [bin('typescript', 'bin/tsc')]));
}
// Before the tests: they look at what is packaged, and work in it.
if (everything || inHost.length + inWorkbench.length > 0)
  checks.push(await step('package', [path.join(root, 'scripts', 'package.mjs')]));

const tests = [];
if (everything || inNode.length > 0) {
  const spec = everything
    ? []
    : ['--no-config', '--timeout', '60000', '--forbid-only', ...inNode.map(specsIn)];
  // Where everything is tested, programs are run as they have just been packaged.
  const packaged = everything && checks.at(-1)?.code === 0;
  const env = packaged ? { DODECA_TEST_DIST: path.join(root, 'dist') } : {};
  tests.push(await step('unit and architecture', [mocha, ...spec, ...grep, ...options], env));
}
if (everything || inHost.length > 0) {
  const runner = path.join(root, 'test', 'harness', 'vscode', 'test-vscode.ts');
  tests.push(await step('inside the editor', [runner, ...inHost, ...grep]));
}
if (everything || inWorkbench.length > 0) {
  const spec = everything ? ['test/e2e/**/*.test.ts'] : inWorkbench.map(specsIn);
  const config = path.join(root, 'test', 'e2e', '.mocharc.json');
  tests.push(await step('end to end', [mocha, '--config', config, ...spec, ...grep, ...options]));
}

// Once more and in short, at the end, where one looks.
for (const { title, output } of tests) {
  const failures = failuresInShort(output);
  if (failures.length > 0) process.stdout.write(`\n── failed: ${title} ──\n${failures.join('\n')}`);
}

const counted = ({ output }, word) => Number(output.match(new RegExp(`^\\s*(\\d+) ${word}`, 'm'))?.[1] ?? 0);
const sum = (count) => tests.reduce((total, one) => total + count(one), 0);
const passed = sum((one) => counted(one, 'passing'));
const skipped = sum((one) => counted(one, 'pending'));
// Tests of a workbench are tried twice: it is VS Code's timing that they meet first.
const retried = sum((one) => counted(one, 'tried again'));
// A runner that died without counting is a failure too.
const failed = sum((one) => counted(one, 'failing') || (one.code === 0 ? 0 : 1));
if (checks.length > 0)
  process.stdout.write(
    `\n${checks.map(({ title, code }) => `${title} ${code === 0 ? 'ok' : 'failed'}`).join(', ')}\n`,
  );
process.stdout.write(
  `tests: ${passed} passed, ${failed} failed, ${skipped} skipped${retried > 0 ? `, ${retried} tried twice` : ''}\n`,
);
const broken = checks.filter(({ code }) => code !== 0).length;
process.exitCode = broken + failed > 0 || passed === 0 ? 1 : 0;
