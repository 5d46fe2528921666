import assert from 'node:assert/strict';
import { ranking } from '../../../../src/library/search/ranking.ts';
import { documentStatuses } from '../../../../src/model/library-report.ts';
import { SearchedWorkspace } from './searched-workspace.ts';

describe('the status of a document in a search', () => {
  let workspace: SearchedWorkspace;

  beforeEach(async () => {
    const same = (title: string) => `# ${title}\n\nThe cryostat is cooled down.\n`;
    workspace = await SearchedWorkspace.open({
      'a.md': same('One'),
      'b.md': same('Two'),
      'c.md': same('Six'),
      'd.md': same('Ten'),
      'e.md': '# Cryostat\n\nThe cryostat of the magnet: a cryostat for it.\n',
      'f.md':
        '# Other\n\nOne word of it, cryostat, and many more words that have nothing to do with it at all.\n',
    });
  });
  afterEach(() => workspace.close());

  it('puts what is wanted in front and what is not behind others that answer as well', () => {
    assert.deepEqual(workspace.found('cooled down'), ['a.md', 'b.md', 'c.md', 'd.md']);
    workspace.judge({ 'a.md': 'rejected', 'b.md': 'stale', 'd.md': 'canonical' });
    assert.deepEqual(workspace.found('cooled down'), ['d.md', 'c.md', 'b.md', 'a.md']);
    workspace.judge({ 'a.md': 'reviewed', 'b.md': 'validated', 'd.md': 'found' });
    assert.deepEqual(workspace.found('cooled down'), ['a.md', 'b.md', 'c.md', 'd.md']);
  });

  it('hides nothing: what answers much better is found all the same', () => {
    workspace.judge({ 'e.md': 'canonical', 'f.md': 'canonical' });
    assert.equal(workspace.found('cryostat magnet')[0], 'e.md');
    workspace.judge({ 'e.md': 'stale' });
    assert.equal(workspace.found('cryostat magnet')[0], 'e.md');
  });

  it('holds for what is called exactly so as well', async () => {
    await workspace.write({ 'x/tool.md': '# X\n\nthe tool\n', 'y/tool.md': '# Y\n\nthe tool\n' });
    workspace.judge({ 'x/tool.md': 'rejected' });
    assert.deepEqual(workspace.found('tool.md').slice(0, 2), ['y/tool.md', 'x/tool.md']);
  });

  it('is told with the hit, as a part of its score', () => {
    workspace.judge({ 'a.md': 'stale', 'd.md': 'canonical' });
    const { hits } = workspace.searcher.search({ query: 'cooled down', explain: true });
    const of = (path: string) => hits.find((hit) => hit.path === path);
    for (const { score, why } of hits) {
      assert.ok(why !== undefined);
      const sum = why.passages + why.file + why.path + why.name + why.status;
      assert.ok(Math.abs(sum - score) < 1e-9, `${sum} is not ${score}`);
    }
    assert.equal(of('a.md')?.status, 'stale');
    assert.ok((of('a.md')?.why?.status ?? 0) < 0);
    assert.ok((of('d.md')?.why?.status ?? 0) > 0);
    assert.equal(of('b.md')?.why?.status, 0);
  });

  it('is filtered by', () => {
    workspace.judge({ 'a.md': 'stale', 'd.md': 'canonical' });
    assert.deepEqual(workspace.found('cooled down status:canonical'), ['d.md']);
    assert.deepEqual(workspace.found('status:canonical,stale'), ['a.md', 'd.md']);
    assert.deepEqual(workspace.found('cooled down -status:stale'), ['d.md', 'b.md', 'c.md']);
    const { hits, problem } = workspace.searcher.search({ query: 'cooled down status:good' });
    assert.equal(hits.length, 4);
    assert.match(problem ?? '', /There is no status good\. Statuses are found, reviewed, /);
  });

  it('has a factor each, and none takes everything', () => {
    for (const status of documentStatuses) assert.ok(ranking.statuses[status] > 0, status);
  });

  describe('of duplicates', () => {
    const duplicates = (canonical: string, ...members: readonly string[]) =>
      workspace.insert(
        'duplicates',
        ...[canonical, ...members].map((path) => ({
          file: workspace.idOf(path),
          canonical: workspace.idOf(canonical),
          similarity: 1,
          because: path === canonical ? 'it is imported most' : null,
        })),
      );

    it('the one to go by comes first, even where another one answers better', () => {
      assert.deepEqual(workspace.found('cryostat magnet').slice(0, 2), ['e.md', 'a.md']);
      duplicates('f.md', 'e.md');
      const { hits } = workspace.searcher.search({ query: 'cryostat magnet', explain: true });
      assert.deepEqual(
        hits.slice(0, 2).map(({ path }) => path),
        ['f.md', 'e.md'],
      );
      assert.ok((hits[0]?.why?.status ?? 0) > 0);
    });

    it('the one to go by is brought from behind the last hit that was asked for', () => {
      duplicates('f.md', 'e.md');
      assert.deepEqual(workspace.found('cryostat magnet', { limit: 1 }), ['f.md']);
    });

    it('one that does not answer at all, or is filtered out, is not brought', () => {
      duplicates('f.md', 'a.md');
      assert.deepEqual(workspace.found('cooled down').slice(0, 1), ['a.md']);
      assert.deepEqual(workspace.found('cryostat path:a.md'), ['a.md']);
    });
  });
});
