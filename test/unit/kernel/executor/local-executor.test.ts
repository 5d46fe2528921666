import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { logPath } from '../../../../src/kernel/executor/log-path.ts';
import { findByEnvironment } from '../../../../src/process/find-by-environment.ts';
import { ScriptedAgents } from '../../../harness/scripted-agent.ts';
import { JobRig, splitResult } from './job-rig.ts';

/** Long enough to tell of a signal on a busy machine, milliseconds. */
const patientGraceMs = 1500;

const succeeded = { kind: 'exited', exitCode: 0, signal: null };

describe('LocalExecutor', () => {
  let rig: JobRig;
  let agents: ScriptedAgents;

  beforeEach(async () => {
    rig = await JobRig.open();
    agents = await ScriptedAgents.open();
  });

  afterEach(async () => {
    await agents.close();
    await rig.close();
  });

  function processesOf(executionId: string): Promise<readonly number[]> {
    return findByEnvironment({ name: 'DODECA_EXECUTION_ID', value: executionId });
  }

  describe('ends of a process', () => {
    it('tells the exit code', async () => {
      for (const code of [0, 1, 42, 255]) {
        const { result } = await rig.run(rig.shell(`exit ${code}`));
        assert.deepEqual(result, { kind: 'exited', exitCode: code, signal: null });
      }
    });

    it('tells death by a signal', async () => {
      const { handle } = rig.start(rig.job({ program: agents.program('victim') }));
      await (await agents.nextInvocation('victim')).die('SIGABRT');
      assert.deepEqual(await handle.result, { kind: 'exited', exitCode: null, signal: 'SIGABRT' });
    });

    it('names the process and the command before anything else', async () => {
      const { handle, seen } = rig.start(rig.job({ program: agents.program('a', 'x y') }));
      const agent = await agents.nextInvocation('a');
      assert.equal(seen.started.length, 1);
      assert.equal(seen.started[0]?.pid, agent.pid);
      assert.match(seen.started[0]?.command ?? '', /scripted-agent-program\.ts .* a "x y"$/);
      await agent.exit();
      await handle.result;
    });

    it('goes on after an agent closed its output', async () => {
      const { handle, seen } = rig.start(rig.job({ program: agents.program('quiet') }));
      const agent = await agents.nextInvocation('quiet');
      await agent.emit({ type: 'metric', name: 'n', value: 1 });
      await agent.closeOutput();
      let ended = false;
      void handle.result.then(() => {
        ended = true;
      });
      // It answers, so it runs.
      await agent.catchSignal('SIGUSR1');
      assert.equal(ended, false);
      await agent.exit(7);
      assert.deepEqual(await handle.result, { kind: 'exited', exitCode: 7, signal: null });
      assert.deepEqual(seen.messages, [{ type: 'metric', name: 'n', value: 1 }]);
    });

    it('takes all output of a process that exits at once', async () => {
      const job = rig.shell('printf "last words"; printf "more" >&2');
      const { result, log } = await rig.run(job);
      assert.deepEqual(result, succeeded);
      assert.deepEqual(new Set(log.match(/last words|more/g)), new Set(['last words', 'more']));
    });
  });

  describe('what cannot start', () => {
    it('says that a script does not exist', async () => {
      const job = rig.job({ program: { kind: 'file', path: 'no/such.py', interpreter: null, args: [] } });
      const { result, seen } = await rig.run(job);
      assert.equal(result.kind === 'not-started' && result.cause, 'missing-file');
      assert.match(result.kind === 'not-started' ? result.reason : '', /no\/such\.py does not exist/);
      assert.deepEqual(seen.started, []);
    });

    it('says that a file is not executable', async () => {
      await writeFile(join(rig.workspace, 'plain'), 'text');
      const job = rig.job({ program: { kind: 'file', path: 'plain', interpreter: null, args: [] } });
      const { result } = await rig.run(job);
      assert.match(
        result.kind === 'not-started' ? result.reason : '',
        /plain may not be executed .*chmod \+x/,
      );
    });

    it('says that the working folder does not exist', async () => {
      const { result } = await rig.run(rig.shell('true', {}, { cwd: 'nowhere' }));
      assert.match(
        result.kind === 'not-started' ? result.reason : '',
        /working folder .*nowhere does not exist/,
      );
    });

    it('says that the arguments are too large', async () => {
      const { result } = await rig.run(rig.shell(`: ${'x'.repeat(4 * 1024 * 1024)}`));
      assert.match(result.kind === 'not-started' ? result.reason : '', /larger than the system allows/);
    });

    it('says that a redaction pattern is wrong, rather than to print what it should hide', async () => {
      const { result } = await rig.run(rig.shell('true', { redact: ['('] }));
      assert.match(result.kind === 'not-started' ? result.reason : '', /the redaction pattern "\(" is wrong/);
    });

    it('says that the input cannot be written', async () => {
      await writeFile(rig.logsFolder, 'a file where the folder should be');
      const { result } = await rig.run(rig.shell('true'));
      assert.match(
        result.kind === 'not-started' ? result.reason : '',
        /the input file of agent could not be written/,
      );
    });

    it('can be stopped all the same', async () => {
      const { handle } = rig.start(rig.shell('true', {}, { cwd: 'nowhere' }));
      handle.stop(0);
      assert.equal((await handle.result).kind, 'not-started');
    });
  });

  describe('what an agent is given', () => {
    it('has the environment of the protocol, over the engine’s, without that of an outer run', async () => {
      const own = await JobRig.open({
        environment: {
          PATH: process.env.PATH,
          A: '1',
          B: '1',
          DODECA_TOKEN: 'outer',
          DODECA_SOCKET: 'outer',
        },
      });
      const input = { with: { n: 1 }, params: { p: 'x' }, outputs: { a: { b: [1, null] } } };
      const job = own.job(
        { program: agents.program('env'), name: 'the agent' },
        { env: { B: '2', PYTHONUTF8: '0' }, attempt: 3, input },
      );
      const { handle } = own.start(job);
      const agent = await agents.nextInvocation('env');
      const { env } = agent;
      assert.deepEqual(JSON.parse(await readFile(env.DODECA_INPUT ?? '', 'utf8')), input);
      assert.equal((await stat(env.DODECA_INPUT ?? '')).mode & 0o077, 0);
      const { PATH: _path, DODECA_INPUT: _input, ...rest } = env;
      assert.deepEqual(rest, {
        A: '1',
        B: '2',
        PYTHONUNBUFFERED: '1',
        PYTHONUTF8: '0',
        DODECA_RUN_ID: job.runId,
        DODECA_EXECUTION_ID: job.executionId,
        DODECA_AGENT: 'the agent',
        DODECA_ATTEMPT: '3',
        DODECA_WORKSPACE: own.workspace,
      });
      assert.equal(agent.cwd, own.workspace);
      await agent.exit();
      await handle.result;
      await own.close();
    });

    it('is told how to ask the engine', async () => {
      const job = rig.job({ program: agents.program('ask') }, { ask: { socket: '/s', token: 't' } });
      const { handle } = rig.start(job);
      const agent = await agents.nextInvocation('ask');
      assert.deepEqual([agent.env.DODECA_SOCKET, agent.env.DODECA_TOKEN], ['/s', 't']);
      await agent.exit();
      await handle.result;
    });

    it('gets names with spaces, quotes, Unicode and newlines as they are', async () => {
      const folder = 'a "folder"\n\'ü\' $HOME';
      const args = ['', ' ', '"', "'", 'ü 漢', 'a\nb', '$(id)', '\\', '..', '*'];
      await mkdir(join(rig.workspace, folder));
      const name = `it's "the" scr\nïpt.sh`;
      await writeFile(join(rig.workspace, folder, name), 'for a in "$@"; do printf "<%s>" "$a"; done; pwd');
      const job = rig.job({ cwd: folder, program: { kind: 'file', path: name, interpreter: null, args } });
      const { result, log } = await rig.run(job);
      assert.deepEqual(result, succeeded);
      assert.equal(log, `${args.map((arg) => `<${arg}>`).join('')}${join(rig.workspace, folder)}\n`);
    });

    it('shares an input file between executions, and gets it whole when somebody removed it', async () => {
      const first = await rig.run(rig.shell('rm -f "$DODECA_INPUT"'));
      assert.deepEqual(first.result, succeeded);
      const second = await rig.run(rig.shell('cat "$DODECA_INPUT"'));
      assert.equal(second.log, '{"with":{},"params":{},"outputs":{}}');
    });

    it('runs a built-in agent by Node', async () => {
      const entry = join(rig.workspace, 'entry.mjs');
      await writeFile(entry, 'console.log(process.env.ELECTRON_RUN_AS_NODE, process.env.DODECA_AGENT)');
      const own = await JobRig.open({ builtinEntry: (name) => (name === 'known' ? entry : null) });
      const known = await own.run(own.job({ program: { kind: 'builtin', name: 'known' } }));
      assert.equal(known.log, '1 agent\n');
      const unknown = await own.run(own.job({ program: { kind: 'builtin', name: 'other' } }));
      assert.deepEqual(unknown.result, {
        kind: 'not-started',
        cause: 'missing-file',
        reason: 'there is no built-in agent other',
      });
      await own.close();
    });
  });

  describe('output', () => {
    it('takes a lot of it, in bounded memory and a bounded log', async () => {
      const cap = 4 * 1024 * 1024;
      const own = await JobRig.open({ logCapBytes: cap });
      const bytes = 200 * 1024 * 1024;
      let peak = 0;
      const watch = setInterval(() => {
        peak = Math.max(peak, process.memoryUsage.rss());
      }, 10);
      const before = process.memoryUsage.rss();
      const job = own.shell(
        `echo the first line; yes 'a line of output' | head -c ${bytes}; echo; echo the last line`,
      );
      const { result, log } = await own.run(job);
      clearInterval(watch);
      assert.deepEqual(result, succeeded);
      assert.ok(peak - before < 150 * 1024 * 1024, `${peak - before} bytes more`);
      assert.ok(log.startsWith('the first line\na line'));
      assert.ok(log.endsWith('\nthe last line\n'));
      assert.ok(log.length <= cap + 100);
      const [mark, cutBytes] = /… (\d+) bytes cut …\n/.exec(log) ?? [];
      assert.ok(mark !== undefined);
      const kept = log.length - mark.length;
      // A newline stands before the mark where the first part ends within a line.
      const written = bytes + 'the first line\n\nthe last line\n'.length;
      assert.ok([written, written + 1].includes(kept + Number(cutBytes)));
      await own.close();
    });

    it('leaves binary output as it is', async () => {
      const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, at) => (at * 7919 + (at >> 8)) & 255));
      await writeFile(join(rig.workspace, 'bytes'), bytes);
      const job = rig.shell('cat bytes');
      await rig.run(job);
      assert.ok(bytes.equals(await readFile(logPath(rig.logsFolder, job.runId, job.executionId))));
    });

    it('redacts a secret that is cut across writes, on both outputs, in messages and in the command', async () => {
      const secret = 'correct horse ü';
      const { handle, seen } = rig.start(
        rig.job({ program: agents.program('leak', secret) }, { secrets: [secret] }),
      );
      const agent = await agents.nextInvocation('leak');
      const job = { runId: agent.env.DODECA_RUN_ID ?? '', executionId: agent.env.DODECA_EXECUTION_ID ?? '' };
      const bytes = Buffer.from(`<${secret}> password=hunter2\n`);
      for (const byte of bytes) await agent.stdout(Buffer.from([byte]));
      await agent.stderr(bytes.subarray(0, 9));
      await agent.stderr(bytes.subarray(9));
      await agent.emit({ type: 'log', level: 'info', message: `have ${secret}` });
      await agent.emit({ type: 'output', name: 'o', value: { deep: [secret] } });
      await agent.exit();
      await handle.result;
      const log = await readFile(logPath(rig.logsFolder, job.runId, job.executionId), 'utf8');
      assert.equal(
        log.split('\n').sort().join('\n').trim(),
        '<[redacted]> password=[redacted]\n<[redacted]> password=[redacted]\ninfo: have [redacted]',
      );
      assert.deepEqual(seen.messages, [
        { type: 'log', level: 'info', message: 'have [redacted]' },
        { type: 'output', name: 'o', value: { deep: ['[redacted]'] } },
      ]);
      assert.ok(!seen.started[0]?.command.includes(secret));
    });

    it('keeps malformed messages as output, with a warning each', async () => {
      const lines = [
        '::dodeca {"type":"metric"',
        '::dodeca {"type":"nonsense"}',
        '::dodeca []',
        '  ::dodeca {}',
      ];
      await writeFile(join(rig.workspace, 'lines'), lines.map((line) => `${line}\n`).join(''));
      const { log, seen } = await rig.run(rig.shell('cat lines'));
      assert.equal(log, lines.map((line) => `${line}\n`).join(''));
      assert.equal(seen.warnings.length, 3);
      for (const warning of seen.warnings) assert.match(warning, /^malformed message: /);
      assert.deepEqual(seen.messages, []);
    });

    it('appends later attempts and the compensation to the same log', async () => {
      const job = rig.shell('printf one');
      await rig.run(job);
      await rig.run({ ...job, attempt: 2 });
      const { seen } = rig.start(rig.shell('true'));
      const whole = await rig.executor.runCompensation('echo undone $DODECA_AGENT', job, seen).result;
      const { result, logBytes } = splitResult(whole);
      assert.deepEqual(result, succeeded);
      const log = 'one\n── attempt 2 ──\none\n── compensation ──\nundone agent\n';
      assert.equal(await rig.log(job), log);
      assert.equal(logBytes, Buffer.byteLength(log));
    });

    it('tells how long the log is when the attempt ends', async () => {
      const job = rig.shell('printf "ü and more"');
      assert.equal((await rig.run(job)).logBytes, 11);
      const quiet = { ...job, agent: { ...job.agent, program: { kind: 'shell', command: 'true' } as const } };
      assert.equal((await rig.run({ ...quiet, attempt: 2 })).logBytes, 11, 'what an earlier attempt left');
      assert.equal((await rig.run(rig.shell('true'))).logBytes, null, 'there is none');
      const own = await JobRig.open({ logCapBytes: 1000 });
      const long = own.shell('seq 1 10000');
      const { logBytes, log } = await own.run(long);
      assert.match(log, /bytes cut/);
      assert.equal(logBytes, Buffer.byteLength(log));
      await own.close();
    });

    it('warns once and goes on when the disk is full', async function () {
      if (process.platform !== 'linux') return this.skip();
      const job = rig.shell('seq 1 100000; echo "::dodeca {\\"type\\":\\"progress\\",\\"percent\\":100}"');
      await mkdir(join(rig.logsFolder, job.runId), { recursive: true });
      await symlink('/dev/full', logPath(rig.logsFolder, job.runId, job.executionId));
      const { handle, seen } = rig.start(job);
      assert.deepEqual(await handle.result, succeeded);
      assert.equal(seen.warnings.length, 1);
      assert.match(seen.warnings[0] ?? '', /the disk is full\); the run goes on without it/);
      assert.deepEqual(seen.messages, [{ type: 'progress', percent: 100 }]);
    });

    it('warns once and goes on where the log may not be written', async () => {
      const job = rig.shell('echo a; echo b >&2; sleep 0.05; echo c');
      const folder = join(rig.logsFolder, job.runId);
      await mkdir(folder, { recursive: true });
      if (process.getuid?.() === 0) {
        // Permissions do not stop this user: something else stands in the way.
        await mkdir(logPath(rig.logsFolder, job.runId, job.executionId));
      } else {
        await rig.run(rig.shell('true'));
        await chmod(folder, 0o500);
      }
      const { handle, seen } = rig.start(job);
      assert.deepEqual(await handle.result, succeeded);
      assert.equal(seen.warnings.length, 1);
      assert.match(seen.warnings[0] ?? '', /could not be written \(.*\); the run goes on without it/);
      await chmod(folder, 0o700);
    });

    it('does not wait for ever for a pipe that somebody out of reach holds open', async function () {
      if (process.platform === 'win32') return this.skip();
      // It leaves its group and its mark, keeps the pipe, and ends by itself when the test does.
      const command = agents.command('hermit').map(quote).join(' ');
      const job = rig.shell(
        `env -u DODECA_EXECUTION_ID setsid ${command} & echo started; while [ ! -e met ]; do sleep 0.02; done`,
      );
      const { handle } = rig.start(job);
      const hermit = await agents.nextInvocation('hermit');
      await writeFile(join(rig.workspace, 'met'), '');
      assert.deepEqual(splitResult(await handle.result).result, succeeded);
      assert.equal(await rig.log(job), 'started\n');
      await hermit.die();
    });
  });

  describe('stop', () => {
    it('asks politely first', async () => {
      const { handle } = rig.start(rig.job({ program: agents.program('polite') }));
      const agent = await agents.nextInvocation('polite');
      await agent.catchSignal('SIGTERM');
      handle.stop(60_000);
      assert.equal(await agent.nextSignal(), 'SIGTERM');
      await agent.exit(3);
      assert.deepEqual(await handle.result, { kind: 'exited', exitCode: 3, signal: null });
    });

    it('kills what ignores the signal, after the grace', async () => {
      const { handle } = rig.start(rig.job({ program: agents.program('deaf') }));
      const agent = await agents.nextInvocation('deaf');
      await agent.catchSignal('SIGTERM');
      handle.stop(patientGraceMs);
      assert.equal(await agent.nextSignal(), 'SIGTERM');
      assert.deepEqual(await handle.result, { kind: 'exited', exitCode: null, signal: 'SIGKILL' });
    });

    it('kills at once when asked again with no grace', async () => {
      const { handle } = rig.start(rig.job({ program: agents.program('deaf') }));
      const agent = await agents.nextInvocation('deaf');
      await agent.catchSignal('SIGTERM');
      handle.stop(3_600_000);
      assert.equal(await agent.nextSignal(), 'SIGTERM');
      handle.stop(0);
      assert.deepEqual(await handle.result, { kind: 'exited', exitCode: null, signal: 'SIGKILL' });
      handle.stop(0);
    });

    it('works in the very moment of the start', async () => {
      const { handle } = rig.start(rig.shell('sleep 600'));
      handle.stop(0);
      assert.deepEqual(await handle.result, { kind: 'exited', exitCode: null, signal: 'SIGKILL' });
    });

    for (const [where, prefix] of Object.entries({
      'in the group': '',
      'in a session of their own': 'setsid ',
    })) {
      it(`ends grandchildren ${where}`, async () => {
        const command = agents.command('grandchild').map(quote).join(' ');
        const job = rig.shell(`${prefix}${command} & ${prefix}${command} & wait; wait; sleep 600`);
        const { handle } = rig.start(job);
        const both = [await agents.nextInvocation('grandchild'), await agents.nextInvocation('grandchild')];
        await both[0]?.catchSignal('SIGTERM');
        handle.stop(100);
        await handle.result;
        await Promise.all(both.map((agent) => agent.gone));
        assert.deepEqual(await processesOf(job.executionId), []);
      });
    }
  });

  describe('what outlives its parent', () => {
    for (const [where, wrap] of Object.entries<(command: string) => string>({
      'in the group': (command) => `${command} >/dev/null 2>&1 &`,
      'in the group, with the pipes open': (command) => `${command} &`,
      'in a session of its own': (command) => `setsid ${command} >/dev/null 2>&1 &`,
      'after a double fork into a session of its own': (command) =>
        `(setsid sh -c '${command.replaceAll("'", `'\\''`)} & exit 0' >/dev/null 2>&1 &);`,
    })) {
      it(`is ended ${where}`, async () => {
        const command = agents.command('orphan').map(quote).join(' ');
        const job = rig.shell(
          `${wrap(command)} while [ ! -e met ]; do sleep 0.02; done; exit 5`,
          {},
          { graceMs: patientGraceMs },
        );
        const { handle } = rig.start(job);
        const orphan = await agents.nextInvocation('orphan');
        await orphan.catchSignal('SIGTERM');
        await writeFile(join(rig.workspace, 'met'), '');
        assert.equal(await orphan.nextSignal(), 'SIGTERM');
        assert.deepEqual(await handle.result, { kind: 'exited', exitCode: 5, signal: null });
        await orphan.gone;
        assert.deepEqual(await processesOf(job.executionId), []);
      });
    }

    it('is ended when it was started by a process that exits at once', async () => {
      const job = rig.shell('setsid sleep 600 >/dev/null 2>&1 & exit 0');
      const { result } = await rig.run(job);
      assert.deepEqual(result, succeeded);
      assert.deepEqual(await processesOf(job.executionId), []);
    });
  });

  describe('endLeftovers', () => {
    it('ends the process that was noted, and everything with its mark', async () => {
      const command = agents.command('child').map(quote).join(' ');
      const job = rig.shell(`setsid ${command} & ${command}`);
      const { handle, seen } = rig.start(job);
      const children = [await agents.nextInvocation('child'), await agents.nextInvocation('child')];
      const { pid = 0, processStart = null } = seen.started[0] ?? {};
      const left = await rig.executor.endLeftovers({
        pid,
        processStart,
        executionId: job.executionId,
        notedAt: Date.now(),
      });
      assert.deepEqual(left, []);
      await Promise.all(children.map((child) => child.gone));
      assert.equal((await handle.result).kind, 'exited');
    });

    it('finds them by their mark alone', async () => {
      const job = rig.job({ program: agents.program('child') });
      const { handle } = rig.start(job);
      const child = await agents.nextInvocation('child');
      await rig.executor.endLeftovers({
        pid: null,
        processStart: null,
        executionId: job.executionId,
        notedAt: 0,
      });
      await child.gone;
      await handle.result;
    });

    it('leaves a stranger alone that has the id now', async () => {
      const { handle, seen } = rig.start(rig.job({ program: agents.program('stranger') }));
      const stranger = await agents.nextInvocation('stranger');
      const { pid = 0 } = seen.started[0] ?? {};
      const before = { pid, executionId: 'another-execution' };
      await rig.executor.endLeftovers({ ...before, processStart: 'other-boot:1', notedAt: Date.now() });
      await rig.executor.endLeftovers({ ...before, processStart: null, notedAt: Date.now() - 3_600_000 });
      await stranger.catchSignal('SIGUSR1');
      await stranger.exit();
      assert.deepEqual(await handle.result, succeeded);
    });
  });
});

function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
