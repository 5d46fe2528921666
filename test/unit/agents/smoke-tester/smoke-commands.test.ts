import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { failureOf } from '../../../../src/agents/smoke-tester/run-commands.ts';
import { smokeTester } from '../../../../src/builtin/smoke-tester.ts';
import { processTable } from '../../../../src/process/process-table.ts';
import { type TemporaryTree, temporaryTree } from '../../library/temporary-tree.ts';
import { messagesOf, runAgentProcess, valuesOf } from '../agent-process.ts';
import { assertRefused } from '../assert-refused.ts';

const node = JSON.stringify(process.execPath);

describe('smoke commands', () => {
  let tree: TemporaryTree;

  beforeEach(async () => {
    tree = await temporaryTree();
  });
  afterEach(() => tree.remove());

  const test = (commands: readonly unknown[]) => runAgentProcess('smoke-tester', tree.root, { commands });
  const places = (run: Awaited<ReturnType<typeof test>>) =>
    messagesOf(run, 'finding').map(({ path, line, rule }) => `${path}${line ? `:${line}` : ''} ${rule}`);

  it('are findings where the definition names them, if they fail, and fail the agent', async () => {
    await tree.write({
      'version.js': 'console.log("v1.2.3");',
      'broken.js': 'console.error("Error: no such thing"); process.exitCode = 3;',
      'dodeca.yaml': [
        'agents:',
        '  smoke:',
        '    with:',
        '      commands:',
        `        - '${node} version.js'`,
        `        # ${node} broken.js`,
        `        - { run: '${node} broken.js', name: broken }`,
        '        - run: |',
        `            ${node} version.js --other`,
        '            exit 7',
        '',
      ].join('\n'),
    });
    const run = await test([
      `${node} version.js`,
      { run: `${node} broken.js`, name: 'broken' },
      { run: `${node} broken.js`, expect_exit: 3, expect_output: 'no such thing' },
      { run: `${node} version.js`, expect_output: '/^v\\d+\\.\\d+/m' },
      { run: `${node} version.js`, name: 'version', expect_output: '/^v2/m' },
      { run: `echo not written there`, expect_exit: 1 },
    ]);
    assert.deepEqual(places(run), [
      'dodeca.yaml smoke-command',
      'dodeca.yaml:5 smoke-command',
      'dodeca.yaml:7 smoke-command',
    ]);
    assert.deepEqual(
      messagesOf(run, 'finding').map(({ message }) => message),
      [
        'echo not written there: exit code 0, expected 1: not written there',
        'version: its output does not hold /^v2/m: v1.2.3',
        'broken: exit code 3, expected 0: Error: no such thing',
      ],
    );
    const { commands_run, commands_failed, pass_rate } = valuesOf(run, 'metric');
    assert.deepEqual(
      { commands_run, commands_failed, pass_rate },
      { commands_run: 6, commands_failed: 3, pass_rate: 1 },
    );
    assert.match(run.text, /6 commands run: 3 failed\./);
    assert.equal(run.exitCode, 1);
  });

  it('succeed where they do what is expected, and are found at the workspace where there is no definition', async () => {
    assert.equal((await test(['exit 0'])).exitCode, 0);
    const run = await test(['exit 1']);
    assert.deepEqual(places(run), ['. smoke-command']);
    assert.equal(run.exitCode, 1);
  });

  it('are ended with all that they started when their time is up', async () => {
    await tree.write({
      'wait.js': `
const { spawn } = require('node:child_process');
const child = spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1e6)'], { detached: true, stdio: 'ignore' });
require('node:fs').writeFileSync('pids', process.pid + ' ' + child.pid);
console.log('waits');
setInterval(() => {}, 1e6);
`,
    });
    const run = await test([{ run: `${node} wait.js`, name: 'endless', timeout: 2 }]);
    assert.deepEqual(
      messagesOf(run, 'finding').map(({ message }) => message),
      ['endless: it did not end within 2.0 s and was ended: waits'],
    );
    const pids = readFileSync(join(tree.root, 'pids'), 'utf8').split(' ').map(Number);
    const left = (await processTable()).filter(({ pid }) => pids.includes(pid));
    assert.deepEqual(left, []);
  });

  it('may print without end', async () => {
    await tree.write({
      'much.js': 'for (let i = 0; i < 1e5; i++) console.log("much output " + i); console.log("done");',
    });
    const run = await test([{ run: `${node} much.js`, expect_output: 'done' }]);
    assert.deepEqual(places(run), []);
  });

  it('are read once and again to the same', () => {
    const written = {
      commands: ['a', { run: 'b', name: 'n', timeout: '2m', expect_exit: 2, expect_output: '/x/i' }],
    };
    const once = smokeTester.parameters.parse(written);
    assert.deepEqual(once.commands, [
      { run: 'a', name: null, timeout: 60, expect_exit: 0, expect_output: null },
      { run: 'b', name: 'n', timeout: 120, expect_exit: 2, expect_output: '/x/i' },
    ]);
    assert.deepEqual(smokeTester.parameters.parse(once), once);
  });

  it('are refused where they are none', async () => {
    const message = /^with\.commands must be a list of commands such as /;
    await assertRefused(smokeTester, tree.root, [
      [{ commands: [''] }, message],
      [{ commands: [7] }, message],
      [{ commands: [{}] }, message],
      [{ commands: [{ run: '' }] }, message],
      [{ commands: [{ run: 'x', timeout: 0 }] }, message],
      [{ commands: [{ run: 'x', expect_output: '/(/' }] }, message],
      [{ commands: [{ run: 'x', other: 1 }] }, message],
    ]);
  });

  it('fail for one reason, in a sentence', () => {
    const [command] = smokeTester.parameters.parse({ commands: ['x'] }).commands;
    assert.ok(command);
    const ended = { durationMs: 1, kind: 'exited' } as const;
    assert.equal(failureOf(command, { ...ended, exitCode: 0, signal: null }, ''), null);
    assert.equal(
      failureOf(command, { ...ended, exitCode: null, signal: 'SIGSEGV' }, ''),
      'it was ended by the signal SIGSEGV',
    );
    assert.equal(
      failureOf(command, { durationMs: 1, kind: 'not-started', reason: 'no shell' }, ''),
      'it could not be started: no shell',
    );
  });
});
