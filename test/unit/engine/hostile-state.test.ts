import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { nodeSqlite } from '../../../src/sqlite/node-sqlite.ts';
import { type Outcome, describe as outcomeText } from '../../harness/command-line.ts';
import { runPipeline } from '../../harness/run-pipeline.ts';
import { endings, endOf } from '../../harness/run-story.ts';
import { until } from '../../harness/scripted-workspace.ts';
import { canMount, SmallDisk } from '../../harness/small-disk.ts';
import { isAlive, TestWorkspace } from '../../harness/test-workspace.ts';

const definition = `
agents:
  good: { run: "exit 0" }
  fills: { run: "head -c 50000000 /dev/zero > fill 2> /dev/null; echo filled; sleep 600 & echo $! > /dev/null; sleep 600", grace: 0 }
  once: { run: "test -e healed" }
pipelines:
  p: { stages: [ { name: s, agents: [good] } ] }
  fills: { stages: [ { name: one, agents: [good] }, { name: two, agents: [fills] } ] }
  long: { stages: [ { name: one, agents: [good] }, { name: two, agents: [once] } ] }
`;

/** One clear message on standard error that says what to do, and no stack trace. */
function assertTold(outcome: Outcome, message: RegExp): void {
  assert.equal(outcome.code, 3, outcomeText(outcome));
  assert.match(outcome.stderr, message);
  assert.doesNotMatch(outcome.stderr, /^ {4}at |Please report/m);
}

describe('a state folder', () => {
  let workspace: TestWorkspace;
  let state: string;

  beforeEach(() => {
    workspace = new TestWorkspace(definition);
    state = join(workspace.path, '.dodeca');
  });

  afterEach(() => workspace.dispose());

  /** A run that succeeds, and an engine that has left after it. */
  const runAndStop = async (): Promise<void> => {
    await runPipeline(await workspace.connect(), 'p');
    await workspace.stop();
  };

  it('that is a file, or a link, or tracked by git is not used', async () => {
    writeFileSync(state, '');
    assertTold(await workspace.dodeca('run', 'p'), /\.dodeca is not a folder/);
    rmSync(state);
    mkdirSync(join(workspace.path, 'elsewhere'));
    symlinkSync('elsewhere', state);
    assertTold(await workspace.dodeca('run', 'p'), /\.dodeca is a symbolic link/);
    assert.deepEqual(readdirSync(join(workspace.path, 'elsewhere')), []);
    rmSync(state);
    workspace.write('.dodeca/journal.db', 'brought along');
    const git = (...args: string[]): Buffer => execFileSync('git', args, { cwd: workspace.path });
    git('init', '-q');
    git('add', '-f', '.dodeca');
    assertTold(await workspace.dodeca('run', 'p'), /Git tracks files in \.dodeca/);
    assert.equal(workspace.read('.dodeca/journal.db'), 'brought along');
  });

  it('with links in it is not used', async () => {
    await runAndStop();
    renameSync(join(state, 'logs'), join(workspace.path, 'logs'));
    symlinkSync(join(workspace.path, 'logs'), join(state, 'logs'));
    assertTold(await workspace.dodeca('run', 'p'), /\.dodeca\/logs is a symbolic link/);
  });

  it('with a journal from the future is refused, and left as it is', async () => {
    await runAndStop();
    const { DatabaseSync } = nodeSqlite();
    const db = new DatabaseSync(join(state, 'journal.db'), { timeout: 10_000 });
    db.exec('PRAGMA user_version = 1000');
    db.close();
    assertTold(await workspace.dodeca('run', 'p'), /journal.*newer/i);
    assert.equal(workspace.journal().length > 0, true);
    assertTold(await workspace.dodeca('runs', '--json'), /journal.*newer/i);
    await workspace.expect(0, 'stop');
  });

  it('with a damaged journal begins a new one and keeps the damaged one', async () => {
    for (const bytes of [50, 5000]) {
      await runAndStop();
      truncateSync(join(state, 'journal.db'), bytes);
      const client = await workspace.connect();
      assert.deepEqual(endings(await runPipeline(client, 'p')), ['s/good succeeded']);
      assert.equal((await workspace.expect(0, 'runs', '--json')).lines.length, 1);
      const kept = readdirSync(state).filter((name) => name.startsWith('journal.db.damaged-'));
      assert.equal(kept.length, bytes === 50 ? 1 : 2);
      assert.match(workspace.read('.dodeca/engine.log'), /damaged.*set aside as .*journal\.db\.damaged-/);
    }
  });

  it('whose journal another process has locked is told, and works when it is free again', async function () {
    this.timeout(60_000);
    await runAndStop();
    const { DatabaseSync } = nodeSqlite();
    const db = new DatabaseSync(join(state, 'journal.db'));
    db.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    assertTold(await workspace.dodeca('run', 'p'), /journal.*is locked by another process/);
    db.exec('COMMIT');
    db.close();
    await workspace.run(0, 'p');
    assert.equal((await workspace.expect(0, 'runs', '--json')).lines.length, 2);
  });
});

describe('a disk', () => {
  let workspace: TestWorkspace;
  let disk: SmallDisk;

  before(function () {
    // Only the superuser of a Linux machine can make a disk that is full, or that nobody may write.
    if (!canMount()) this.skip();
  });

  beforeEach(async () => {
    workspace = new TestWorkspace(null);
    disk = await SmallDisk.mount(workspace.path, '4m');
    writeFileSync(join(disk.path, 'dodeca.yaml'), definition);
  });

  afterEach(async () => {
    if (!disk) return;
    await dodeca('stop');
    await disk.dispose();
    await workspace.dispose();
  });

  const dodeca = (...words: string[]): Promise<Outcome> =>
    workspace.start(words, { prefix: disk.prefix }).ended;

  it('that is full before a run is told', async () => {
    assert.throws(() => writeFileSync(join(disk.path, 'fill'), Buffer.alloc(8_000_000)), /ENOSPC/);
    assertTold(await dodeca('run', 'p'), /(no space|no room)/i);
    rmSync(join(disk.path, 'fill'));
    assert.equal((await dodeca('run', 'p')).code, 0);
  });

  it('that becomes full while a run goes on ends it with a clear message; what was told is kept', async () => {
    const outcome = await dodeca('run', 'fills', '--json');
    assertTold(outcome, /There is no room left to write the journal/);
    const started = outcome.events.find(({ type }) => type === 'execution.started');
    assert.ok(started, outcomeText(outcome));
    assert.deepEqual(await workspace.leftovers(), []);
    rmSync(join(disk.path, 'fill'));
    writeFileSync(
      join(disk.path, 'dodeca.yaml'),
      definition.replace(/fills: \{ run: .*\}/, 'fills: { run: "exit 0" }'),
    );
    const shown = await dodeca('show', 'last', '--json');
    assert.equal(shown.code, 0, outcomeText(shown));
    assert.equal(shown.lines[0]?.status, 'interrupted');
    const resumed = await dodeca('resume', 'last', '--definition', 'current', '--json');
    assert.equal(resumed.code, 0, outcomeText(resumed));
    assert.deepEqual(endings(resumed.events), ['one/good succeeded', 'two/fills succeeded']);
    assert.equal(endOf(resumed.events).executions[0]?.attempts, 1);
  });

  it('that nobody may write is told; what needs no engine works', async () => {
    disk.allowWriting(false);
    assertTold(await dodeca('run', 'p'), /which cannot be written: .*Make the folder writable/);
    assert.equal((await dodeca('validate')).code, 0);
    assert.equal((await dodeca('status')).code, 0);
    const init = await dodeca('init');
    assert.equal(init.code, 2);
    disk.allowWriting(true);
    assert.equal((await dodeca('run', 'p')).code, 0);
    await until(() => workspace.engines().length === 0, 'the engine to leave');
    disk.allowWriting(false);
    assertTold(await dodeca('runs'), /cannot be (written|opened)|read-only/);
    disk.allowWriting(true);
  });
});

describe('a workspace that goes away', () => {
  it('while nothing runs is told', async () => {
    const workspace = new TestWorkspace(definition);
    try {
      await workspace.connect();
      const pid = workspace.enginePid();
      rmSync(workspace.path, { recursive: true, force: true });
      const outcome = await workspace.dodeca('runs');
      assert.equal(outcome.code, 2);
      assert.equal(outcome.stderr, `The workspace ${workspace.path} does not exist.\n`);
      mkdirSync(workspace.path);
      process.kill(pid, 'SIGTERM');
      await until(() => !isAlive(pid), 'the engine to end');
    } finally {
      await workspace.dispose();
    }
  });
});
