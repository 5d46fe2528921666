import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, rm, symlink } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { documentationFramework } from '../../../../src/builtin/documentation-framework.ts';
import { readMarkdown } from '../../../../src/markdown/read-markdown.ts';
import { type TemporaryTree, temporaryTree } from '../../library/temporary-tree.ts';
import { type AgentRun, agentFixture, messagesOf, runAgentProcess, valuesOf } from '../agent-process.ts';
import { assertRefused } from '../assert-refused.ts';

const name = 'documentation-framework';

function findings(run: AgentRun): string[] {
  return messagesOf(run, 'finding').map(({ path, line, rule }) => `${path}:${line} ${rule}`);
}

describe('documentation framework', () => {
  let tree: TemporaryTree;

  beforeEach(async () => {
    tree = await temporaryTree();
  });
  afterEach(() => tree.remove());

  describe('on the fixture', () => {
    const workspace = agentFixture(name);
    let run: AgentRun;
    before(async () => {
      run = await runAgentProcess(name, workspace);
    });
    after(() => rm(join(workspace, '.dodeca'), { recursive: true, force: true }));

    it('finds every fault that was planted, where it is, and nothing else', () => {
      assert.deepEqual(findings(run), [
        'docs/faults.md:3 broken-link',
        'docs/faults.md:4 broken-link',
        'docs/faults.md:4 broken-link',
        'docs/faults.md:5 broken-link',
        'docs/faults.md:5 broken-link',
        'docs/faults.md:6 broken-link',
        'docs/faults.md:7 broken-anchor',
        'docs/faults.md:7 broken-anchor',
        'docs/faults.md:7 broken-anchor',
        'docs/faults.md:8 broken-anchor',
        'docs/faults.md:9 missing-reference',
        'docs/faults.md:9 missing-reference',
        'docs/faults.md:9 missing-reference',
        'docs/faults.md:10 broken-link',
        'docs/faults.md:10 broken-link',
        'docs/faults.md:10 broken-link',
        'docs/faults.md:11 broken-link',
        'docs/faults.md:15 broken-link',
        'docs/faults.md:17 broken-link',
        'docs/faults.md:19 stale-path',
        'docs/faults.md:19 stale-path',
        'docs/faults.md:20 stale-symbol',
        'docs/faults.md:20 stale-symbol',
        'docs/faults.md:22 broken-link',
        'pages/docs/index.md:6 broken-link',
        'src/counter.ts:5 stale-parameter',
        'src/store/shelf.py:9 stale-parameter',
        'src/store/shelf.py:19 stale-parameter',
        'src/store/shelf.py:51 stale-parameter',
        'src/counter.ts:11 undocumented',
        'src/store/shelf.py:23 undocumented',
        'src/store/shelf.py:38 undocumented',
      ]);
      assert.equal(run.exitCode, 0);
      assert.equal(run.errors, '');
    });

    it('says what is meant where that is clear, with the exact place', async () => {
      const fixes = messagesOf(run, 'finding').flatMap(({ path, line, fix }) =>
        fix === undefined || fix === null ? [] : [{ path, line, edit: fix.edits[0] }],
      );
      const replaced = await Promise.all(
        fixes.map(async ({ path, edit }) => {
          const lines = (await readFile(join(workspace, path), 'utf8')).split('\n');
          const line = lines[(edit?.line ?? 0) - 1] ?? '';
          return `${line.slice((edit?.column ?? 0) - 1, (edit?.end_column ?? 0) - 1)} → ${edit?.text}`;
        }),
      );
      assert.deepEqual(replaced, [
        'giude.md → guide.md',
        'Guide.md#first-part → guide.md#first-part',
        'box.svg → pictures/box.svg',
        '../docs/box.svg → pictures/box.svg',
        'docs/guide.md → guide.md',
        'guide.md#frist-part → guide.md#first-part',
        'www.example.com/x → https://www.example.com/x',
        'a@example.com → mailto:a@example.com',
        'src/store/shelfs.py → src/store/shelf.py',
        'src/stores/ → src/store/',
        'colums → columns',
      ]);
    });

    it('counts', () => {
      const figures = {
        documents: 9,
        definitions_public: 16,
        definitions_documented: 11,
        coverage: 11 / 16,
        links: 45,
        links_broken: 17,
        anchors_broken: 4,
        stale_references: 8,
      };
      assert.deepEqual(valuesOf(run, 'metric'), figures);
      const { health, ...outputs } = valuesOf(run, 'output');
      assert.deepEqual(outputs, figures);
      assert.deepEqual(health, {
        part: 'documentation',
        weight: 10,
        score: (100 * (11 / 16) + 100 * (1 - 21 / 45)) / 2,
        basis: '11 of 16 public definitions documented, 24 of 45 links work',
      });
    });

    it('writes an inventory whose links work from where it lies', async () => {
      const file = join(workspace, '.dodeca/reports/documentation.md');
      const text = await readFile(file, 'utf8');
      const { links, missingReferences } = readMarkdown(text);
      assert.ok(links.length > 40);
      for (const { url } of links) {
        const place = normalize(join(dirname(file), decodeURIComponent(url.replace(/#L\d+$/, ''))));
        assert.ok(existsSync(place), url);
      }
      assert.deepEqual(missingReferences, []);
      assert.match(text, /\| Python \| 1 \| 9 \| 5 \| 55 % \|/);
      const again = await readFile(join(workspace, '.dodeca/reports/documentation-framework.json'));
      await runAgentProcess(name, workspace);
      assert.equal(await readFile(file, 'utf8'), text);
      assert.deepEqual(
        await readFile(join(workspace, '.dodeca/reports/documentation-framework.json')),
        again,
      );
      const report = JSON.parse(again.toString());
      assert.deepEqual(report.unused_definitions, [{ path: 'docs/faults.md', line: 23, label: 'unused' }]);
      assert.equal(report.findings.length, 32);
    });
  });

  it('tells the most important undocumented definitions, so many of a file and of all', async () => {
    const body = (lines: number) => `${'  let x = 1;\n'.repeat(lines)}  return x;\n}\n`;
    const file = [5, 9, 7].map((lines, at) => `export function f${at}() {\n${body(lines)}`).join('');
    await tree.write({
      'package.json': '{"main": "./lib/entry.js"}',
      'lib/entry.js': "export * from './inner.js';\n",
      'lib/inner.js': 'export function inner() {\n  let a = 1;\n  a += 1;\n  return a;\n}\n',
      'lib/other.js': file,
      'lib/third.js': file,
      'test/x.test.js': file,
    });
    const of = async (parameters: object): Promise<string[]> => {
      const run = await runAgentProcess(name, tree.root, parameters);
      return messagesOf(run, 'finding').map(({ path, message }) => `${path} ${message?.split(' ')[3]}`);
    };
    assert.deepEqual(await of({ undocumented_per_file: 2, undocumented_in_all: 4 }), [
      'lib/inner.js inner',
      'lib/other.js f1',
      'lib/other.js f2',
      'lib/third.js f1',
    ]);
    assert.deepEqual(await of({ undocumented_per_file: 0 }), []);
    assert.deepEqual(await of({ undocumented_in_all: 1 }), ['lib/inner.js inner']);
    assert.deepEqual(await of({ ignore: ['undocumented lib/**'] }), []);
  });

  it('is silent of what is ignored, what lies outside, and paths from the root where that is unknown', async () => {
    await tree.write({
      '.gitignore': 'made/\n*.local.md\n',
      'made/there.md': '# There\n',
      'docs/a.md':
        '[a](../made/there.md#nowhere) [b](../made/not-yet.md) [c](x.local.md) [d](../../outside.md) [e](/docs/gone.md) `src/x.local.md`\n',
      'src/x.py': '',
    });
    assert.deepEqual(findings(await runAgentProcess(name, tree.root)), []);
    await tree.write({ '.git/HEAD': 'ref: refs/heads/main\n' });
    assert.deepEqual(findings(await runAgentProcess(name, tree.root)), ['docs/a.md:1 broken-link']);
  });

  it('does not follow links, and lets stand what is behind them', async function () {
    if (process.platform === 'win32') this.skip();
    await tree.write({ 'a.md': '[a](link/anything.md) [b](there.md)\n' });
    await symlink('/', join(tree.root, 'link'));
    await symlink('a.md', join(tree.root, 'there.md'));
    const run = await runAgentProcess(name, tree.root);
    assert.deepEqual(findings(run), []);
    assert.equal(valuesOf(run, 'metric').documents, 1);
  });

  it('tells one thing of a document that was written for another place', async () => {
    const links = Array.from({ length: 10 }, (_, at) => `[x](folder/page-${at}.md)\n`).join('');
    await tree.write({ 'a.md': links, 'b.md': `[a](a.md) `.repeat(10) + links.slice(0, 4 * 26) });
    const run = await runAgentProcess(name, tree.root);
    assert.deepEqual(findings(run), [
      'a.md:1 broken-link',
      'b.md:1 broken-link',
      'b.md:2 broken-link',
      'b.md:3 broken-link',
      'b.md:4 broken-link',
    ]);
    assert.match(messagesOf(run, 'finding')[0]?.message ?? '', /9 more of the 10 links/);
    assert.equal(valuesOf(run, 'metric').links_broken, 14);
  });

  it('hears a comment that says that it is meant so, and the parameter', async () => {
    await tree.write({
      'a.md': '<!-- dodeca-ignore[broken-link] -->\n[a](gone.md)\n\n[b](gone.md)\n\n`src/gone.py`\n',
      'src/x.py': '',
    });
    const run = await runAgentProcess(name, tree.root, { ignore: ['stale-path'] });
    assert.deepEqual(findings(run), ['a.md:4 broken-link']);
    const off = await runAgentProcess(name, tree.root, { stale_references: false });
    assert.deepEqual(findings(off), ['a.md:4 broken-link']);
  });

  it('counts methods if it is told to', async () => {
    await tree.write({ 'a.py': 'class A:\n    """A."""\n    def b(self):\n        return 1\n' });
    assert.equal(valuesOf(await runAgentProcess(name, tree.root), 'metric').coverage, 0.5);
    const run = await runAgentProcess(name, tree.root, { methods: false });
    assert.equal(valuesOf(run, 'metric').coverage, 1);
  });

  it('takes an empty workspace, and broken, odd and deep files', async () => {
    const empty = await runAgentProcess(name, tree.root);
    assert.equal(empty.exitCode, 0);
    assert.deepEqual(valuesOf(empty, 'output'), {
      documents: 0,
      definitions_public: 0,
      definitions_documented: 0,
      coverage: null,
      links: 0,
      links_broken: 0,
      anchors_broken: 0,
      stale_references: 0,
    });
    await tree.write({
      'latin.md': Buffer.from('# \xfc\n[x](#\xfc)\n', 'latin1'),
      'utf16.md': Buffer.from('\uFEFF# ü\r\n[x](#ü)\r\n', 'utf16le'),
      'cr.md': '# a\r[x](#a)\r[y](gone.md)\r',
      'nul.md': Buffer.from('# a\0'),
      'deep.md': `${'>'.repeat(5000)}a\n${'* '.repeat(2000)}b\n${'['.repeat(50_000)}\n${'[a]('.repeat(20_000)}`,
      'broken.py': 'def f(:\n  """\n',
      'broken.ts': 'export function (((',
      'package.json': '{"main": {"a": [null, 1, "../../x"]}}',
      'percent.md': '[x](%E0%A4%A) [y](a%00b.md) [z](#%E0)\n',
    });
    const run = await runAgentProcess(name, tree.root);
    assert.equal(run.errors, '');
    assert.deepEqual(findings(run), [
      'cr.md:3 broken-link',
      'percent.md:1 broken-link',
      'percent.md:1 broken-anchor',
    ]);
    assert.match(run.text, /1 × binary/);
  });

  it('tells in one message which parameter is wrong', async () => {
    await assertRefused(documentationFramework, tree.root, [
      [{ undocumented_per_file: -1 }, /^with\.undocumented_per_file must be /],
      [{ methods: 'x' }, /^with\.methods must be /],
      [{ ignore: 'x' }, /^with\.ignore must be /],
    ]);
  });
});
