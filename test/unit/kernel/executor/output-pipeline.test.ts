import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { JobRig } from './job-rig.ts';

describe('OutputPipeline', () => {
  let rig: JobRig;

  beforeEach(async () => {
    rig = await JobRig.open();
  });

  afterEach(() => rig.close());

  async function cat(
    lines: readonly string[],
    cwd: string | null = null,
  ): Promise<Awaited<ReturnType<JobRig['run']>>> {
    await writeFile(join(rig.workspace, 'lines'), lines.map((line) => `${line}\n`).join(''));
    return rig.run(rig.shell(`cat "$DODECA_WORKSPACE/lines"`, {}, { cwd }));
  }

  function message(value: object): string {
    return `::dodeca ${JSON.stringify(value)}`;
  }

  it('keeps messages out of the log, but for those that are meant for it', async () => {
    const { log, seen } = await cat([
      'before',
      message({ type: 'metric', name: 'n', value: 1 }),
      message({ type: 'log', level: 'error', message: 'it broke' }),
      'after',
    ]);
    assert.equal(log, 'before\nerror: it broke\nafter\n');
    assert.deepEqual(
      seen.messages.map(({ type }) => type),
      ['metric', 'log'],
    );
    assert.deepEqual(seen.warnings, []);
  });

  it('makes paths relative to the workspace', async () => {
    await mkdir(join(rig.workspace, 'sub'));
    const finding = { type: 'finding', severity: 'info', message: 'm' };
    const { seen } = await cat(
      [
        message({ ...finding, path: 'a.py' }),
        message({ ...finding, path: '../b.py' }),
        message({ ...finding, path: join(rig.workspace, 'x', '..', 'c d.py') }),
        message({ type: 'artifact', path: './out.json', kind: 'k' }),
      ],
      'sub',
    );
    assert.deepEqual(seen.warnings, []);
    assert.deepEqual(
      seen.messages.map((told) => 'path' in told && told.path),
      ['sub/a.py', 'b.py', 'c d.py', 'sub/out.json'],
    );
  });

  it('refuses paths that leave the workspace', async () => {
    await symlink('/', join(rig.workspace, 'link'));
    const lines = [
      message({ type: 'artifact', path: '../secret' }),
      message({ type: 'artifact', path: '/etc/passwd' }),
      message({ type: 'artifact', path: 'link/etc/passwd' }),
      message({ type: 'finding', path: '/etc/passwd', severity: 'info', message: 'm' }),
      message({ type: 'artifact', path: 'a\0b' }),
    ];
    const { seen, log } = await cat(lines);
    assert.deepEqual(seen.messages, []);
    assert.equal(seen.warnings.length, 5);
    for (const warning of seen.warnings) assert.match(warning, /leaves the workspace$/);
    assert.equal(log, lines.map((line) => `${line}\n`).join(''));
  });

  it('counts malformed messages from the twentieth on', async () => {
    const { seen, log } = await cat(Array.from({ length: 50 }, (_, at) => `::dodeca ${at}`));
    assert.equal(seen.warnings.length, 21);
    assert.equal(seen.warnings[20], '30 more malformed messages in the output');
    assert.equal(log.split('\n').length, 51);
  });

  it('does not starve the rest of the engine in a flood of messages', async () => {
    const count = 100_000;
    await writeFile(
      join(rig.workspace, 'flood'),
      `${message({ type: 'metric', name: 'n', value: 1 })}\n`.repeat(count),
    );
    const { handle, seen } = rig.start(rig.shell('cat flood'));
    let turns = 0;
    let atMost = 0;
    let last = 0;
    const tick = setInterval(() => {
      turns += 1;
      atMost = Math.max(atMost, seen.messages.length - last);
      last = seen.messages.length;
    }, 0);
    await handle.result;
    clearInterval(tick);
    assert.equal(seen.messages.length, count);
    assert.ok(turns > 10);
    assert.ok(atMost < count / 10, `${atMost} messages between two turns`);
  });
});
