import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineClient } from '../../../src/client/engine-client.ts';
import type { LibraryNews } from '../../../src/rpc/library-api.ts';
import { until } from '../../harness/scripted-workspace.ts';
import { isAlive, TestWorkspace } from '../../harness/test-workspace.ts';

const many = (count: number, folder = 'many') =>
  Object.fromEntries(
    Array.from({ length: count }, (_, at) => [
      `${folder}/${at % 20}/f${at}.md`,
      `# Title ${at}\n\n${'Some words of a paragraph. '.repeat(40)}\n`,
    ]),
  );

describe('the library of an engine that watches', () => {
  let workspace: TestWorkspace;

  beforeEach(() => {
    workspace = new TestWorkspace(null, { 'docs/cooling.md': '# Cooling\n\nThe plant cools cavities.\n' });
  });
  afterEach(() => workspace.dispose());

  async function found(client: EngineClient, query: string): Promise<string[]> {
    const request = { query, limit: 10, fresh: false, explain: false, excerpts: false };
    return (await client.call('library/search', request)).hits.map(({ path }) => path);
  }

  it('finds what was saved, in old and in new folders, and not what was removed', async () => {
    const client = await workspace.connect();
    await client.call('library/watch', {});
    const finds = (query: string, paths: string[]) =>
      until(async () => (await found(client, query)).join() === paths.join(), `${query} in ${paths.join()}`);
    await finds('cavities', ['docs/cooling.md']);
    workspace.write('docs/cooling.md', '# Cooling\n\nThe plant cools magnets.\n');
    await finds('magnets', ['docs/cooling.md']);
    await finds('cavities', []);
    workspace.write('src/deep/new.py', 'def boil_off():\n    return 1\n');
    await finds('boil_off', ['src/deep/new.py']);
    rmSync(join(workspace.path, 'src'), { recursive: true });
    await finds('boil_off', []);
    assert.equal((await client.call('library/status', {})).watching, 'yes');
  });

  it('tells those who watch that it changes and how far it is, some times a second, and nobody else', async () => {
    for (const [path, text] of Object.entries(many(1500))) workspace.write(path, text);
    const client = await workspace.connect();
    const other = await workspace.connect();
    const heard: { readonly at: number; readonly news: LibraryNews }[] = [];
    client.onLibraryNews((news) => heard.push({ at: performance.now(), news }));
    other.onLibraryNews(() => assert.fail('it has not asked for it'));
    await client.call('library/watch', {});
    const progress = () => heard.flatMap(({ news }) => (news.kind === 'progress' ? [news.progress] : []));
    await until(() => progress().at(-1) === null, 'the first look to end');
    const told = progress().filter((one) => one !== null);
    assert.ok(told.length > 0 && told.every(({ done, total, seen }) => done <= total && total <= seen));
    // Each second has ten tellings of progress and four changes at most; a few of each come at an end.
    const seconds = ((heard.at(-1)?.at ?? 0) - (heard[0]?.at ?? 0)) / 1000;
    const changes = heard.filter(({ news }) => news.kind === 'changed').length;
    assert.ok(told.length <= 10 * seconds + 4, `${told.length} tellings in ${seconds} s`);
    assert.ok(changes > 0 && changes <= 4 * seconds + 4, `${changes} changes in ${seconds} s`);
    // What is saved again and again is told some times, too, and in the end.
    heard.length = 0;
    const began = performance.now();
    for (let round = 0; performance.now() - began < 1500; round++) {
      workspace.write('docs/cooling.md', `# Cooling ${round}\n`);
      await sleep(5);
    }
    workspace.write('docs/cooling.md', '# Cooling at last\n');
    await until(async () => (await found(client, 'last')).length === 1, 'the last one to be found');
    const later = (performance.now() - began) / 1000;
    assert.ok(heard.length > 0 && heard.length <= 14 * later + 8, `${heard.length} in ${later} s`);
  });

  it('tells who waits for a build, or for a search of what is there now, how far it is', async () => {
    for (const [path, text] of Object.entries(many(300))) workspace.write(path, text);
    const fresh = { query: 'cavities', limit: 10, fresh: true, explain: false, excerpts: false };
    for (const wait of [
      (client: EngineClient) => client.call('library/search', fresh),
      (client: EngineClient) => client.call('library/build', { full: true }),
    ]) {
      const client = await workspace.connect();
      const heard: (LibraryNews & { kind: 'progress' })[] = [];
      client.onLibraryNews((news) => news.kind === 'progress' && heard.push(news));
      await wait(client);
      assert.equal(heard.at(-1)?.progress, null, 'its end is told before it is answered');
      client.dispose();
    }
  });

  it('does not keep the engine from leaving when nobody is there', async () => {
    const client = await workspace.connect({ DODECA_IDLE_MS: '100' });
    await client.call('library/watch', {});
    await until(async () => (await found(client, 'cavities')).length === 1, 'it to be built');
    const { pid } = client.info;
    client.dispose();
    await until(() => !isAlive(pid), 'the engine to leave');
    workspace.write('docs/later.md', '# Cavities later\n');
    // The next one sees what has changed since.
    const next = await workspace.connect();
    await next.call('library/watch', {});
    await until(async () => (await found(next, 'cavities')).length === 2, 'both to be found');
  });

  it('stops at once, also while everything is read, and the next engine goes on', async () => {
    for (const [path, text] of Object.entries(many(2500))) workspace.write(path, text);
    const client = await workspace.connect();
    await client.call('library/watch', {});
    await until(async () => (await client.call('library/status', {})).files > 0, 'some files to be written');
    const { pid } = client.info;
    await workspace.stop();
    assert.ok(!isAlive(pid));
    const built = await workspace.expect(0, 'library', 'build', '--json');
    const { files, added, unchanged } = JSON.parse(built.stdout) as Record<string, number>;
    assert.equal(files, 2501);
    assert.ok((unchanged ?? 0) > 0 && (added ?? 0) < 2501, `${added} of them new`);
  });
});
