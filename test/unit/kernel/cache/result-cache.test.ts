import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { AgentMessage } from '../../../../src/agent-protocol/message.ts';
import { type CacheAnswer, ResultCache } from '../../../../src/kernel/cache/result-cache.ts';
import type { AgentDefinition, CacheSettings } from '../../../../src/model/definition.ts';
import { Database } from '../../../../src/sqlite/database.ts';
import { noInput, sampleAgent } from './sample-agent.ts';

const day = 86_400_000;
const links = process.platform === 'win32' ? it.skip : it;

describe('result cache', () => {
  let folder: string;
  let workspace: string;
  let now: number;
  let cache: ResultCache;
  let warnings: string[];
  const settings: CacheSettings = { maxBytes: 1e9, ttlMs: null, eviction: 'lru' };
  const open = (change: Partial<CacheSettings> = {}, at = 'cache') =>
    ResultCache.open(join(folder, at), {
      settings: { ...settings, ...change },
      clock: { now: () => now },
      logger: { info: () => undefined, warn: (message) => warnings.push(message), error: () => undefined },
    });
  const write = (path: string, content: string) => {
    mkdirSync(dirname(join(workspace, path)), { recursive: true });
    writeFileSync(join(workspace, path), content);
  };
  const read = (path: string) => readFileSync(join(workspace, path), 'utf8');
  const events: AgentMessage[] = [
    { type: 'output', name: 'x', value: { deep: [1, null] } },
    { type: 'metric', name: 'm', value: 2.5, unit: '%' },
  ];
  const print = (given: Partial<AgentDefinition> = {}, params = {}) =>
    cache.fingerprint({
      agent: sampleAgent({ inputs: ['in/*'], ...given }),
      env: {},
      input: { ...noInput, params },
      workspace,
    });
  const keep = async (given: Partial<AgentDefinition> = {}, params = {}, runId = 'R1') =>
    cache.store(await print(given, params), { runId, workspace, outputs: ['out/**'], events });
  const ask = async (given: Partial<AgentDefinition> = {}, params = {}) =>
    cache.lookup(await print(given, params));
  const entryOf = (answer: CacheAnswer) => {
    assert.ok(answer.hit, answer.reason);
    return answer.entry;
  };
  const blobs = (at = 'cache') =>
    readdirSync(join(folder, at, 'blobs'), { recursive: true, withFileTypes: true }).filter((e) =>
      e.isFile(),
    );

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dodeca-cache-'));
    workspace = join(folder, 'workspace');
    now = Date.now();
    warnings = [];
    cache = open();
    write('in/a.csv', 'a');
    write('out/r.json', '{"r":1}');
    write('out/deep/s.bin', 's'.repeat(300_000));
  });
  afterEach(() => {
    cache.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('brings a result back: what was told, and the files that differ', async () => {
    assert.deepEqual(await ask(), { hit: false, reason: 'no earlier result' });
    const kept = await keep();
    assert.deepEqual(kept, { ok: true, value: 300_007 });
    cache.close();
    cache = open();
    const answer = await ask();
    const entry = entryOf(answer);
    assert.equal(answer.reason, 'same inputs as in run R1');
    assert.deepEqual(entry.events, events);
    assert.deepEqual(await cache.restore(entry, workspace), {
      ok: true,
      value: { written: [], unchanged: ['out/deep/s.bin', 'out/r.json'] },
    });
    write('out/r.json', 'changed');
    rmSync(join(workspace, 'out/deep'), { recursive: true });
    assert.deepEqual(await cache.restore(entry, workspace), {
      ok: true,
      value: { written: ['out/deep/s.bin', 'out/r.json'], unchanged: [] },
    });
    assert.equal(read('out/r.json'), '{"r":1}');
    assert.equal(read('out/deep/s.bin'), 's'.repeat(300_000));
    assert.deepEqual(readdirSync(join(workspace, 'out')).sort(), ['deep', 'r.json']);
    const { entries, hits, misses } = cache.stats();
    assert.deepEqual({ entries, hits, misses }, { entries: 1, hits: 1, misses: 1 });
  });

  links('keeps the mode of files', async () => {
    chmodSync(join(workspace, 'out/r.json'), 0o750);
    await keep();
    const mode = () => statSync(join(workspace, 'out/r.json')).mode & 0o777;
    chmodSync(join(workspace, 'out/r.json'), 0o600);
    await cache.restore(entryOf(await ask()), workspace);
    assert.equal(mode(), 0o750);
    rmSync(join(workspace, 'out/r.json'));
    await cache.restore(entryOf(await ask()), workspace);
    assert.equal(mode(), 0o750);
  });

  it('says why there is no result', async () => {
    const reason = async (given: Partial<AgentDefinition> = {}, params = {}) => {
      const answer = await ask(given, params);
      assert.ok(!answer.hit);
      return answer.reason;
    };
    await keep({}, { n: 1 });
    assert.equal(await reason({}, { n: 2 }), 'parameter params.n changed');
    assert.equal(await reason({}, {}), 'parameter params.n changed');
    assert.equal(await reason({ outputs: ['x'] }, { n: 1 }), 'the definition of the agent changed');
    write('in/a.csv', 'changed');
    assert.equal(await reason({}, { n: 1 }), 'input in/a.csv changed');
    write('in/a.csv', 'a');
    for (const name of ['b', 'c', 'd', 'e']) write(`in/${name}`, 'x');
    assert.equal(await reason({}, { n: 1 }), 'input added: in/b, in/c, in/d and 1 more');
    rmSync(join(workspace, 'in'), { recursive: true });
    assert.equal(await reason({}, { n: 1 }), 'input removed: in/a.csv');
    write('in/b', 'x');
    assert.equal(
      await reason({}, { n: 2 }),
      'parameter params.n changed; input added: in/b; input removed: in/a.csv',
    );
    assert.equal(await reason({ name: 'other' }), 'no earlier result');
  });

  it('lets results expire', async () => {
    cache.configure({ ...settings, ttlMs: 30 * day });
    await keep();
    now += 30 * day;
    assert.ok((await ask()).hit);
    now += 1;
    assert.deepEqual(await ask(), { hit: false, reason: 'expired after 30 d' });
    assert.deepEqual(await ask(), { hit: false, reason: 'no earlier result' });
    assert.deepEqual(blobs(), []);
    await keep();
    now += 31 * day;
    assert.equal(await cache.sweep(), 1);
    assert.equal(cache.stats().entries, 0);
  });

  for (const [eviction, survivors] of [
    ['lru', ['a', 'd']],
    ['lfu', ['b', 'd']],
    ['ttl', ['c', 'd']],
  ] as const) {
    it(`makes room by ${eviction}, counts every content once, and says so`, async () => {
      cache.configure({ ...settings, maxBytes: 250_000, eviction });
      const names = ['a', 'b', 'c', 'd'];
      rmSync(join(workspace, 'out'), { recursive: true });
      for (const name of names) {
        write('out/r', name.repeat(100_000));
        if (name === 'c') {
          // Used most often: b. Used last: a. Stored last: c.
          cache.configure({ ...settings, maxBytes: 350_000, eviction });
        }
        if (name === 'd') {
          for (const used of ['b', 'b', 'b', 'c', 'a', 'a']) {
            now += 1;
            assert.ok((await ask({ name: used })).hit, used);
          }
          cache.configure({ ...settings, maxBytes: 250_000, eviction });
        }
        now += 1;
        assert.ok((await keep({ name })).ok);
      }
      assert.ok(cache.stats().bytes <= 250_000);
      for (const name of names) {
        const answer = await ask({ name });
        assert.equal(answer.hit, (survivors as readonly string[]).includes(name), name);
        if (!answer.hit) assert.equal(answer.reason, 'evicted: the cache was full');
      }
      assert.equal(blobs().length, 2);
    });
  }

  it('shares equal contents and drops them with the last result that refers to them', async () => {
    await keep({ name: 'a' });
    const { bytes } = cache.stats();
    await keep({ name: 'b' });
    assert.ok(cache.stats().bytes < bytes + 2000);
    assert.equal(cache.invalidate('a'), 1);
    assert.equal(blobs().length, 2);
    assert.equal(cache.invalidate('b'), 1);
    assert.deepEqual(blobs(), []);
    assert.equal(cache.stats().bytes, 0);
  });

  it('keeps nothing that is larger than the cache may be', async () => {
    cache.configure({ ...settings, maxBytes: 1000 });
    const kept = await keep();
    assert.ok(!kept.ok && /larger/.test(kept.error));
    assert.deepEqual(blobs(), []);
  });

  it('drops results by name, glob or regular expression', async () => {
    for (const name of ['load.a', 'load.b', 'loadxa', 'plot']) await keep({ name });
    assert.equal(cache.invalidate('load.?'), 2);
    assert.equal(cache.invalidate('/^LOAD/i'), 1);
    assert.equal(cache.invalidate('*z'), 0);
    assert.equal(cache.invalidate('pl*'), 1);
    assert.throws(() => cache.invalidate('/(/'), { name: 'UserError', code: 'pattern-invalid' });
    await keep();
    cache.clear();
    assert.deepEqual(cache.stats(), { entries: 0, bytes: 0, hits: 0, misses: 0 });
    assert.deepEqual(blobs(), []);
  });

  it('takes many stores at once', async () => {
    const results = await Promise.all(Array.from({ length: 20 }, (_, n) => keep({ name: `a${n}` })));
    assert.ok(results.every((result) => result.ok));
    assert.equal(cache.stats().entries, 20);
    assert.equal(blobs().length, 2);
  });

  it('is a miss when a kept file is gone, and refuses one that was changed', async () => {
    await keep();
    const [first] = blobs();
    assert.ok(first);
    const path = join(first.parentPath, first.name);
    const entry = entryOf(await ask());
    const good = readFileSync(path);
    writeFileSync(
      path,
      good.map((byte) => byte ^ 1),
    );
    rmSync(join(workspace, 'out'), { recursive: true });
    const restored = await cache.restore(entry, workspace);
    assert.ok(!restored.ok && /damaged/.test(restored.error));
    assert.deepEqual(await ask(), { hit: false, reason: 'no earlier result' });
    write('out/r.json', 'again');
    await keep();
    rmSync(join(folder, 'cache/blobs'), { recursive: true });
    assert.deepEqual(await ask(), { hit: false, reason: 'the kept files of the earlier result are gone' });
  });

  links('writes and keeps nothing through a link or outside the workspace', async () => {
    await keep();
    const entry = entryOf(await ask());
    mkdirSync(join(folder, 'outside'));
    rmSync(join(workspace, 'out'), { recursive: true });
    symlinkSync(join(folder, 'outside'), join(workspace, 'out'));
    const through = await cache.restore(entry, workspace);
    assert.ok(!through.ok && /leaves the workspace/.test(through.error));
    assert.deepEqual(readdirSync(join(folder, 'outside')), []);
    const kept = await keep();
    assert.ok(!kept.ok);
    rmSync(join(workspace, 'out'));
    for (const path of ['../outside/x', '/tmp/x', 'a/../../x', '', 'a\\..\\..\\x', '.']) {
      const result = await cache.restore(
        { ...entry, files: entry.files.map((file) => ({ ...file, path })) },
        workspace,
      );
      assert.ok(!result.ok, path);
    }
    assert.deepEqual(readdirSync(join(folder, 'outside')), []);
    writeFileSync(join(folder, 'outside/target'), 'untouched');
    mkdirSync(join(workspace, 'out'));
    symlinkSync(join(folder, 'outside/target'), join(workspace, 'out/r.json'));
    assert.ok(!(await cache.restore(entry, workspace)).ok);
    assert.equal(readFileSync(join(folder, 'outside/target'), 'utf8'), 'untouched');
  });

  it('is begun anew when it is damaged, at opening and in use, and says so', async () => {
    await keep();
    cache.close();
    writeFileSync(join(folder, 'cache/cache.db'), 'rubbish '.repeat(1000));
    cache = open();
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? '', /thrown away/);
    assert.deepEqual(await ask(), { hit: false, reason: 'no earlier result' });

    await keep();
    cache.close();
    const file = join(folder, 'cache/cache.db');
    const db = new Database(file, { name: 'cache' });
    // More than SQLite keeps in memory, so that the check at opening pushes the index out again.
    db.exec(`
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 8000)
      INSERT INTO file_hashes SELECT 'path' || i, hex(randomblob(400)), '' FROM n`);
    db.close();
    cache = open();
    const wanted = await print({ inputs: [] });
    const bytes = readFileSync(file);
    bytes.fill(0xa5, 4096);
    writeFileSync(file, bytes);
    const answer = cache.lookup(wanted);
    assert.deepEqual(answer, { hit: false, reason: 'the cache was damaged and was begun anew' });
    assert.equal(warnings.length, 2);
    assert.ok((await keep()).ok);
    assert.ok((await ask()).hit);
  });

  it('sweeps away what a dead process left, and nothing else', async () => {
    await keep();
    const left = [join(folder, 'cache/blobs/x.tmp'), join(folder, 'cache/blobs/ab', 'ab'.repeat(32))];
    mkdirSync(join(folder, 'cache/blobs/ab'), { recursive: true });
    for (const path of left) {
      writeFileSync(path, 'left');
      utimesSync(path, 1, 1);
    }
    const [kept] = blobs().filter((entry) => !left.includes(join(entry.parentPath, entry.name)));
    assert.ok(kept);
    utimesSync(join(kept.parentPath, kept.name), 1, 1);
    await cache.sweep();
    assert.deepEqual(
      left.map((path) => existsSync(path)),
      [false, false],
    );
    assert.ok((await ask()).hit);
  });

  describe('export and import', () => {
    let archive: string;
    let other: ResultCache;
    beforeEach(() => {
      archive = join(folder, 'cache.dodeca');
      other = open({}, 'other');
    });
    afterEach(() => other.close());

    it('carry results to another cache in one file', async () => {
      write('out/empty', '');
      write('out/large', Buffer.alloc(2_500_000, 'abc').toString());
      await keep({ name: 'a' });
      await keep({ name: 'b' });
      assert.equal(await cache.exportTo(archive), 2);
      assert.deepEqual(readdirSync(folder).sort(), ['cache', 'cache.dodeca', 'other', 'workspace']);
      assert.equal(await other.importFrom(archive), 2);
      assert.equal(await other.importFrom(archive), 0);
      const wanted = await print({ name: 'b' });
      rmSync(join(workspace, 'out'), { recursive: true });
      const answer = other.lookup(wanted);
      const entry = entryOf(answer);
      assert.deepEqual(entry.events, events);
      assert.equal(entry.runId, 'R1');
      assert.ok((await other.restore(entry, workspace)).ok);
      assert.equal(statSync(join(workspace, 'out/empty')).size, 0);
      assert.equal(read('out/large'), Buffer.alloc(2_500_000, 'abc').toString());
    });

    it('refuse rubbish, and change nothing then', async () => {
      await keep();
      await cache.exportTo(archive);
      const good = readFileSync(archive);
      const damage = (sql: string) => () => {
        writeFileSync(archive, good);
        const db = new Database(archive, { name: 'archive' });
        db.exec(sql);
        db.close();
      };
      const replace = (from: string, to: string) =>
        damage(`UPDATE results SET content = replace(content, '${from}', '${to}')`);
      const rubbish: Record<string, () => void> = {
        empty: () => writeFileSync(archive, ''),
        text: () => writeFileSync(archive, 'rubbish '.repeat(1000)),
        truncated: () => writeFileSync(archive, good.subarray(0, good.length / 2)),
        'another database': damage('PRAGMA application_id = 1'),
        'another format': damage('PRAGMA user_version = 2'),
        'a view': damage('DROP TABLE pieces; CREATE VIEW pieces AS SELECT 1 AS hash, 2 AS number, 3 AS data'),
        'a changed content': damage(`UPDATE pieces SET data = x'00' WHERE number = 0`),
        'a missing content': damage('DELETE FROM pieces'),
        'a path that leaves': replace('out/r.json', '../evil'),
        'an absolute path': replace('out/r.json', '/tmp/evil'),
        'no JSON': replace('{', '['),
        'an unknown event': replace('"metric"', '"command"'),
      };
      for (const [name, make] of Object.entries(rubbish)) {
        make();
        await assert.rejects(other.importFrom(archive), { name: 'UserError', code: 'archive-invalid' }, name);
        assert.equal(other.stats().entries, 0, name);
      }
      rmSync(archive);
      await assert.rejects(other.importFrom(archive), { code: 'archive-missing' });
    });
  });
});
