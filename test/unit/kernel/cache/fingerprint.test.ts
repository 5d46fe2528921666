import assert from 'node:assert/strict';
import {
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { errorCode } from '../../../../src/common/errors.ts';
import type { FingerprintRequest } from '../../../../src/kernel/cache/fingerprint.ts';
import { findFiles } from '../../../../src/kernel/cache/glob.ts';
import { ResultCache } from '../../../../src/kernel/cache/result-cache.ts';
import { noInput, sampleAgent } from './sample-agent.ts';

const links = process.platform === 'win32' ? it.skip : it;

describe('fingerprint', () => {
  let folder: string;
  let workspace: string;
  let cache: ResultCache;
  const write = (path: string, content: string) => {
    mkdirSync(dirname(join(workspace, path)), { recursive: true });
    writeFileSync(join(workspace, path), content);
  };
  const agent = sampleAgent({ inputs: ['data/**/*.csv', '!data/tmp/**'] });
  const print = (change: Partial<FingerprintRequest> = {}) =>
    cache.fingerprint({ agent, env: {}, input: noInput, workspace, ...change });
  const key = async (change: Partial<FingerprintRequest> = {}) => (await print(change)).key;
  const outside = (error: unknown) => errorCode(error) === 'path-outside-workspace';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dodeca-fingerprint-'));
    workspace = join(folder, 'workspace');
    cache = ResultCache.open(join(folder, 'cache'), {
      settings: { maxBytes: 1e9, ttlMs: null, eviction: 'lru' },
      // An hour ahead: files written now are old enough to be remembered.
      clock: { now: () => Date.now() + 3_600_000 },
    });
    write('data/a.csv', 'a');
    write('data/deep/b.csv', 'b');
    write('data/tmp/x.csv', 'x');
    write('other.txt', 'o');
  });
  afterEach(() => {
    cache.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('stays the same while nothing that counts changes', async () => {
    const before = await key();
    write('other.txt', 'changed');
    write('data/tmp/x.csv', 'changed');
    write('data/a.csv', 'a');
    const late = { ...agent, priority: 9, timeoutMs: 1, retry: { ...agent.retry, attempts: 7 } };
    assert.equal(await key({ agent: late, env: {} }), before);
    assert.equal(await key({ input: { outputs: {}, params: {}, with: {} } }), before);
  });

  it('changes with everything that counts', async () => {
    const keys = new Set([await key()]);
    const add = async (change: Partial<FingerprintRequest> = {}) => {
      const before = keys.size;
      keys.add(await key(change));
      assert.equal(keys.size, before + 1);
    };
    await add({ agent: { ...agent, program: { kind: 'shell', command: 'make all' } } });
    await add({ agent: { ...agent, name: 'b' } });
    await add({ agent: { ...agent, cwd: 'data' } });
    await add({ agent: { ...agent, outputs: ['out/*'] } });
    await add({ env: { MODE: 'x' } });
    await add({ input: { ...noInput, with: { x: 1 } } });
    await add({ input: { ...noInput, params: { x: 1 } } });
    await add({ input: { ...noInput, outputs: { other: { x: 1 } } } });
    await add({ extra: { version: '2' } });
    write('data/a.csv', 'b');
    await add();
    write('data/deep/c.csv', 'c');
    await add();
    renameSync(join(workspace, 'data/deep/c.csv'), join(workspace, 'data/deep/d.csv'));
    await add();
  });

  it('notices a change that keeps size and time of change', async () => {
    const file = join(workspace, 'data/a.csv');
    const before = await key();
    assert.equal(await key(), before);
    const { atime, mtime } = statSync(file);
    writeFileSync(file, 'z');
    utimesSync(file, atime, mtime);
    assert.notEqual(await key(), before);
  });

  it('reads large files too', async () => {
    write('data/large.csv', 'x'.repeat(1_000_000));
    const before = await key();
    write('data/large.csv', `${'x'.repeat(999_999)}y`);
    assert.notEqual(await key(), before);
  });

  it("counts the agent's own file, there or not", async () => {
    const own = sampleAgent({
      program: { kind: 'file', path: 'a.py', interpreter: null, args: [] },
      cwd: 'data',
    });
    const absent = await print({ agent: own });
    assert.deepEqual(absent.parts.files, { 'a.py': 'absent' });
    write('data/a.py', 'print(1)');
    const present = await key({ agent: own });
    assert.notEqual(present, absent.key);
    write('data/a.py', 'print(2)');
    assert.notEqual(await key({ agent: own }), present);
  });

  it('never holds a value, which may be secret', async () => {
    const print_ = await print({
      env: { TOKEN: 'hush-hush' },
      input: { ...noInput, with: { p: 'hush-hush' } },
    });
    assert.ok(!JSON.stringify(print_).includes('hush-hush'));
  });

  it('refuses patterns that leave the workspace', async () => {
    for (const pattern of ['../secret', 'data/../../secret', '/etc/passwd', '!../x']) {
      await assert.rejects(print({ agent: { ...agent, inputs: [pattern] } }), outside, pattern);
    }
  });

  links('follows links within the workspace and refuses those that leave it', async () => {
    write('real/c.csv', 'c');
    symlinkSync('../real', join(workspace, 'data/linked'));
    symlinkSync('../real/c.csv', join(workspace, 'data/link.csv'));
    symlinkSync('nowhere', join(workspace, 'data/dangling.csv'));
    const found = async (...patterns: string[]) => (await findFiles(workspace, patterns)).map((f) => f.path);
    assert.deepEqual(await found('data/**/*.csv', '!data/tmp/**'), [
      'data/a.csv',
      'data/deep/b.csv',
      'data/link.csv',
      'data/linked/c.csv',
    ]);
    const before = await key();
    write('real/c.csv', 'changed');
    assert.notEqual(await key(), before);

    mkdirSync(join(folder, 'outside/sub'), { recursive: true });
    writeFileSync(join(folder, 'outside/s.csv'), 'secret');
    symlinkSync(join(folder, 'outside'), join(workspace, 'data/out'));
    assert.deepEqual(await found('data/*.csv'), ['data/a.csv', 'data/link.csv']);
    await assert.rejects(findFiles(workspace, ['data/**/*.csv']), outside);
    await assert.rejects(findFiles(workspace, ['data/*/*.csv']), outside);
    await assert.rejects(findFiles(workspace, ['data/out/*.csv']), outside);
    rmSync(join(workspace, 'data/out'));
    symlinkSync(join(folder, 'outside/s.csv'), join(workspace, 'data/s.csv'));
    await assert.rejects(findFiles(workspace, ['data/*.csv']), outside);
    assert.deepEqual(await found('data/deep/*.csv'), ['data/deep/b.csv']);
  });

  it("never looks into the state's own folder or git's", async () => {
    write('.dodeca/x.csv', 'x');
    write('.git/x.csv', 'x');
    write('sub/.git/x.csv', 'x');
    assert.deepEqual(await findFiles(workspace, ['.dodeca/*', '.git/*', 'sub/.git/*']), []);
  });
});
