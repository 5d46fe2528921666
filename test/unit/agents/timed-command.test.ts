import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { CappedText } from '../../../src/agents/capped-text.ts';
import { commandEnvironment } from '../../../src/agents/command-environment.ts';
import { runTimed } from '../../../src/agents/timed-command.ts';
import { processTable } from '../../../src/process/process-table.ts';
import { type TemporaryTree, temporaryTree } from '../library/temporary-tree.ts';

describe('a command with a time limit', () => {
  let tree: TemporaryTree;

  beforeEach(async () => {
    tree = await temporaryTree();
  });
  afterEach(() => tree.remove());

  async function run(script: string, file = process.execPath) {
    const pieces: string[] = [];
    const end = await runTimed({
      file,
      args: ['-e', script],
      cwd: tree.root,
      env: commandEnvironment(process.env),
      timeoutMs: Number.POSITIVE_INFINITY,
      markVariable: 'TIMED_COMMAND_TEST',
      onText: (text) => pieces.push(text),
    });
    return { end, pieces };
  }

  it('tells how it ended', async () => {
    const { end } = await run('process.exitCode = 3');
    assert.deepEqual([end.kind, end.kind === 'exited' && end.exitCode], ['exited', 3]);
    const absent = (await run('', join(tree.root, 'nothing'))).end;
    assert.match(absent.kind === 'not-started' ? absent.reason : '', /does not exist/);
  });

  it('passes whole lines on, and what has no end at last', async () => {
    const { pieces } = await run(
      'process.stdout.write("a\\nb"); process.stderr.write("x"); process.stdout.write("c\\n");',
    );
    assert.deepEqual(pieces.join('').split('\n').sort(), ['', 'a', 'bc', 'x']);
    assert.ok(pieces.every((piece) => piece.endsWith('\n')));
  });

  it('ends what it leaves running', async () => {
    const { end, pieces } = await run(
      'const c = require("child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1e6)"], { stdio: "inherit", detached: true }); c.unref(); console.log(c.pid);',
    );
    assert.equal(end.kind, 'exited');
    const pid = Number(pieces.join(''));
    assert.ok(pid > 0);
    assert.equal(
      (await processTable()).some((entry) => entry.pid === pid),
      false,
    );
  });

  it('is ended when the agent is told to end', async function () {
    if (process.platform === 'win32') this.skip();
    const pidFile = join(tree.root, 'pid');
    await tree.write({
      'agent.ts': `
import { runTimed } from ${JSON.stringify(fileURLToPath(new URL('../../../src/agents/timed-command.ts', import.meta.url)))};
await runTimed({
  file: process.execPath,
  args: ['-e', 'process.on("SIGTERM", () => {}); require("fs").writeFileSync("pid.part", String(process.pid)); require("fs").renameSync("pid.part", "pid"); setInterval(() => {}, 1e6)'],
  cwd: ${JSON.stringify(tree.root)},
  env: process.env,
  timeoutMs: 1e9,
  markVariable: 'TIMED_COMMAND_TEST',
  onText() {},
});
console.log('went on');
`,
    });
    const appeared = new Promise<void>((resolve) => {
      const watcher = watch(tree.root, () => {
        if (!existsSync(pidFile)) return;
        watcher.close();
        resolve();
      });
    });
    const agent = spawn(process.execPath, [join(tree.root, 'agent.ts')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    agent.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    await appeared;
    const ended = new Promise<string | null>((resolve) => {
      agent.on('close', (_, signal) => resolve(signal));
    });
    agent.kill('SIGTERM');
    assert.equal(await ended, 'SIGTERM');
    assert.equal(out, '');
    const pid = Number(readFileSync(pidFile, 'utf8'));
    assert.equal(
      (await processTable()).some((entry) => entry.pid === pid),
      false,
    );
  });
});

describe('a capped text', () => {
  it('keeps its beginning and its end, whatever is added', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 40 })), fc.integer({ min: 2, max: 60 }), (parts, limit) => {
        const text = new CappedText(limit);
        for (const part of parts) text.add(part);
        const whole = parts.join('');
        const [, head = '', lost, tail = ''] =
          /^([\s\S]*)\n… (\d+) characters are left out here …\n([\s\S]*)$/.exec(text.text) ?? [];
        if (lost === undefined) {
          assert.equal(text.text, whole);
          return;
        }
        assert.ok(whole.startsWith(head) && whole.endsWith(tail));
        assert.equal(head.length + Number(lost) + tail.length, whole.length);
        assert.ok(head.length + tail.length >= limit && tail.length < limit + 40);
      }),
    );
  });
});
