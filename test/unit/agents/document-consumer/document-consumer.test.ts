import assert from 'node:assert/strict';
import { chmod, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { documentConsumer } from '../../../../src/builtin/document-consumer.ts';
import { type TemporaryTree, temporaryTree } from '../../library/temporary-tree.ts';
import { type AgentRun, agentFixture, messagesOf, runAgentProcess, valuesOf } from '../agent-process.ts';
import { assertRefused } from '../assert-refused.ts';

const name = 'document-consumer';

function findings(run: AgentRun): string[] {
  return messagesOf(run, 'finding').map(({ path, rule, message }) => `${path} ${rule}: ${message}`);
}

interface Row {
  readonly path: string;
  readonly title: string | null;
  readonly words: number | null;
  readonly encoding: string;
  readonly passages: readonly { title_path: string[]; line: number; end_line: number; length: number }[];
  readonly table?: object;
}

async function rowsOf(workspace: string): Promise<Map<string, Row>> {
  const text = await readFile(join(workspace, '.dodeca/reports/documents.json'), 'utf8');
  const rows: Row[] = JSON.parse(text).documents;
  return new Map(rows.map((row) => [row.path, row]));
}

/** Passages as `title > title 3-5`. */
function passagesOf(row: Row | undefined): string[] {
  return (row?.passages ?? []).map(
    ({ title_path, line, end_line }) => `${title_path.join(' > ')} ${line}-${end_line}`,
  );
}

describe('document consumer', () => {
  let tree: TemporaryTree;

  beforeEach(async () => {
    tree = await temporaryTree();
  });
  afterEach(() => tree.remove());

  describe('on the fixture', () => {
    const workspace = agentFixture(name);
    let run: AgentRun;
    let rows: Map<string, Row>;
    before(async () => {
      run = await runAgentProcess(name, workspace);
      rows = await rowsOf(workspace);
    });
    after(() => rm(join(workspace, '.dodeca'), { recursive: true, force: true }));

    it('finds the document that is none and those that are there twice, and nothing else', () => {
      assert.deepEqual(findings(run), [
        'docs/broken.ipynb document-unreadable: the notebook is no JSON',
        'pkg/boxes.csv duplicate-document: a copy of data/boxes.csv',
        'pkg/copy.md duplicate-document: a copy of docs/story.md',
        'pkg/near.md duplicate-document: 94 % the same text as docs/story.md',
      ]);
      assert.equal(run.exitCode, 0);
      assert.equal(run.errors, '');
    });

    it('counts', () => {
      const { bytes, words, passages, ...figures } = valuesOf(run, 'metric');
      assert.deepEqual(figures, { documents: 16, failures: 1, duplicates: 3 });
      assert.ok(Number(bytes) > 5000 && Number(words) > 1500);
      const all = [...rows.values()];
      assert.equal(
        passages,
        all.reduce((sum, row) => sum + row.passages.length, 0),
      );
      assert.deepEqual(valuesOf(run, 'output').kinds, {
        markdown: 5,
        table: 2,
        text: 2,
        code: 1,
        html: 1,
        json: 1,
        notebook: 1,
        restructuredtext: 1,
        toml: 1,
        yaml: 1,
      });
    });

    it('reads titles, words and passages of every kind', () => {
      const told = (path: string) => {
        const row = rows.get(path);
        return [row?.title, row?.words, ...passagesOf(row)];
      };
      assert.deepEqual(told('docs/guide.rst'), [
        'Guide',
        11,
        'Guide 1-5',
        'Guide > First 7-10',
        'Guide > First > Deeper 12-15',
        'Guide > Second 17-18',
      ]);
      assert.deepEqual(told('docs/page.html'), ['The & page', 8, ' 1-4', 'Page 5-5', 'Page > Part one 6-7']);
      assert.deepEqual(told('docs/book.ipynb'), ['Analysis', 6, 'Analysis 4-8', 'Analysis 9-19']);
      assert.deepEqual(told('docs/story.md').slice(2), ['A long story 1-3', 'A long story > Second 5-7']);
      assert.deepEqual(told('docs/empty.md'), [null, 0]);
      assert.deepEqual(told('data/settings.json'), [null, null, 'first 2-2', 'second 3-6']);
      assert.deepEqual(told('data/settings.yaml'), [null, null, 'name 2-2', 'jobs 3-4']);
      assert.deepEqual(told('data/settings.toml'), [null, null, 'name 1-1', 'tool.one 3-4', 'tool.two 6-7']);
      assert.deepEqual(told('pkg/code.py'), ['Says what it does.', null]);
      assert.deepEqual(rows.get('data/boxes.csv')?.table, {
        delimiter: ';',
        columns: ['id', 'name', 'price'],
        rows: 60,
        types: ['number', 'text', 'number'],
      });
    });

    it('writes the same bytes of the same workspace', async () => {
      const file = join(workspace, '.dodeca/reports/documents.json');
      const before = await readFile(file);
      await runAgentProcess(name, workspace);
      assert.deepEqual(await readFile(file), before);
    });
  });

  it('tells encodings, and takes bytes of every kind', async () => {
    await tree.write({
      'ascii.md': '# a\n',
      'utf8.md': '# ü\r\n',
      'bom.md': '\uFEFF# ü\n',
      'utf16.md': Buffer.from('\uFEFF# ü\n', 'utf16le'),
      'latin.md': Buffer.from('# \xfc\n', 'latin1'),
      'nul.md': Buffer.from('# a\0'),
      'test/fixtures/nul.md': Buffer.from('# a\0'),
      'nul.json': Buffer.from('{}\0'),
      'a.pdf': Buffer.from('%PDF\0'),
    });
    const run = await runAgentProcess(name, tree.root);
    const rows = await rowsOf(tree.root);
    assert.deepEqual(
      [...rows.values()].map(({ path, encoding, title }) => [path, encoding, title]),
      [
        ['ascii.md', 'ascii', 'a'],
        ['bom.md', 'utf-8 with BOM', 'ü'],
        ['latin.md', 'latin-1', 'ü'],
        ['utf16.md', 'utf-16le', 'ü'],
        ['utf8.md', 'utf-8', 'ü'],
      ],
    );
    assert.deepEqual(findings(run), ['nul.md document-unreadable: it is binary, though its name says text']);
    assert.match(run.text, /1 × binary/);
    assert.match(run.text, /1 × of a form that is not read/);
    assert.match(run.text, /1 × latin-1, 1 × utf-16le, 1 × utf-8 with BOM/);
  });

  it('tells what it may not read', async function () {
    if (process.platform === 'win32' || process.getuid?.() === 0) this.skip();
    await tree.write({ 'a.md': '# a\n' });
    await chmod(join(tree.root, 'a.md'), 0);
    assert.deepEqual(findings(await runAgentProcess(name, tree.root)), [
      'a.md document-unreadable: it cannot be read: EACCES',
    ]);
  });

  it('lets editions and translations be alike, and fixtures, licences and settings', async () => {
    const text = Array.from({ length: 300 }, (_, at) => `word${(at * 7919) % 997}`).join(' ');
    await tree.write({
      'docs/v1/a.md': text,
      'docs/v2/a.md': text,
      'docs/en/b.md': text,
      'docs/pt-BR/b.md': text,
      'test/fixtures/a.md': text,
      'LICENSE.md': text,
      'a/LICENSE': text,
      '.github/a.md': text,
      'code/a.py': `"""${text}"""`,
      'code/b.py': `"""${text}"""`,
      'a.json': JSON.stringify({ text }),
      'b.json': JSON.stringify({ text }),
    });
    // Of another name it is no edition.
    assert.deepEqual(findings(await runAgentProcess(name, tree.root)), [
      'docs/v1/a.md duplicate-document: a copy of docs/en/b.md',
      'docs/v2/a.md duplicate-document: a copy of docs/en/b.md',
    ]);
  });

  it('obeys its parameters', async () => {
    const sentence = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, at) => `word${((from + at) * 7919) % 9973}`).join(' ');
    await tree.write({
      'a.md': sentence(0, 300),
      'b.md': sentence(60, 360),
      'long.md': 'one two\n\n'.repeat(100),
    });
    assert.deepEqual(findings(await runAgentProcess(name, tree.root)), []);
    const run = await runAgentProcess(name, tree.root, { similarity: 0.6, passage_length: 90 });
    assert.deepEqual(findings(run), ['b.md duplicate-document: 66 % the same text as a.md']);
    const { passages = [] } = (await rowsOf(tree.root)).get('long.md') ?? {};
    assert.equal(passages.length, 10);
    assert.ok(passages.every(({ length }) => length <= 90));
    const ignored = await runAgentProcess(name, tree.root, {
      similarity: 0.6,
      ignore: ['duplicate-document'],
    });
    assert.deepEqual(findings(ignored), []);
    await assertRefused(documentConsumer, tree.root, [
      [{ similarity: 0.1 }, /^with\.similarity must be /],
      [{ passage_length: 0 }, /^with\.passage_length must be /],
    ]);
  });

  it('takes an empty workspace', async () => {
    const run = await runAgentProcess(name, tree.root);
    assert.equal(run.exitCode, 0);
    assert.deepEqual(valuesOf(run, 'output'), {
      documents: 0,
      bytes: 0,
      words: 0,
      passages: 0,
      failures: 0,
      duplicates: 0,
      kinds: {},
    });
  });
});
