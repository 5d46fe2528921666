import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SearchedWorkspace } from './searched-workspace.ts';

const filler = (words: string, lines: number): string =>
  Array.from({ length: lines }, (_, at) => `${words} line number ${at} of many.`).join('\n');

describe('searching a library', () => {
  let workspace: SearchedWorkspace;

  afterEach(() => workspace.close());

  async function open(files: Readonly<Record<string, string>>): Promise<void> {
    workspace = await SearchedWorkspace.open(files);
  }

  describe('finds', () => {
    it('words in every form, whatever their case and their accents', async () => {
      await open({
        'a.md': '# Notes\n\nThe scheduler Resumes a run.\n',
        'b.md': '# Zürich\n\nÉlan vital, naïve.\n',
      });
      for (const query of ['resume', 'RESUMING', 'Schedulers', 'resumed runs'])
        assert.deepEqual(workspace.found(query), ['a.md']);
      for (const query of ['elan', 'zurich', 'NAÏVE']) assert.deepEqual(workspace.found(query), ['b.md']);
    });

    it('words of any script', async () => {
      await open({
        'ru.md': '# Журнал\n\nЗапуск процесса\n',
        'ja.md': '# 設定\n\n設定 ファイル\n',
        'e.txt': 'plain',
      });
      assert.deepEqual(workspace.found('запуск'), ['ru.md']);
      assert.deepEqual(workspace.found('ファイル'), ['ja.md']);
    });

    it('an identifier by itself, by its parts, and by another way to write it', async () => {
      await open({
        'camel.ts': 'export function getUserName(id: number) {\n  return id;\n}\n',
        'snake.py': 'def get_user_name(id):\n    return id\n',
        'other.py': 'def unrelated(id):\n    return id\n',
      });
      assert.equal(workspace.found('getUserName')[0], 'camel.ts');
      assert.equal(workspace.found('get_user_name')[0], 'snake.py');
      for (const query of ['getUserName', 'get_user_name', 'user name', 'username'])
        assert.ok(workspace.found(query).includes('camel.ts'), query);
      for (const query of ['getUserName', 'user name'])
        assert.ok(workspace.found(query).includes('snake.py'), query);
    });

    it('files by their paths and by the language they are in', async () => {
      await open({
        'src/orbit/fit-model.py': 'x = 1\n',
        'src/orbit/readme.md': '# Hello\n',
        'empty.csv': '',
      });
      assert.equal(workspace.found('fit model')[0], 'src/orbit/fit-model.py');
      assert.deepEqual(workspace.found('python'), ['src/orbit/fit-model.py']);
      assert.deepEqual(workspace.found('empty.csv'), ['empty.csv']);
    });

    it('each path at most once, with its best passage', async () => {
      const long = `# Guide\n\n${filler('Something else entirely', 60)}\n\n## Calibration\n\nHow the magnet is calibrated.\n\n${filler('More of it', 60)}`;
      await open({ 'guide.md': long });
      const { hits } = workspace.searcher.search({ query: 'calibrated magnet' });
      assert.equal(hits.length, 1);
      const line = long.split('\n').indexOf('## Calibration') + 1;
      assert.ok(
        hits[0] !== undefined && hits[0].line <= line + 2 && hits[0].endLine >= line,
        JSON.stringify(hits),
      );
      assert.match(hits[0].title, /Calibration/);
    });

    it('what was meant where a word is written wrong, by the names that there are', async () => {
      await open({ 'a.py': 'def calibrate_magnet():\n    pass\n', 'b.py': 'def other():\n    pass\n' });
      const { hits } = workspace.searcher.search({ query: 'calibrte', explain: true });
      assert.deepEqual(
        hits.map(({ path }) => path),
        ['a.py'],
      );
      assert.equal(hits[0]?.why?.matches[0]?.takenFor, 'calibrate');
    });

    it('nothing where nothing was asked, and says so', async () => {
      await open({ 'a.txt': 'words' });
      for (const query of ['', '   ', '"..."', '-words'])
        assert.deepEqual(workspace.searcher.search({ query }), {
          hits: [],
          problem: 'There is nothing to look for in this query.',
        });
    });

    it('words that are everywhere, where nothing else is asked', async () => {
      await open({ 'a.txt': 'the cat', 'b.txt': 'the dog' });
      assert.deepEqual(workspace.found('the'), ['a.txt', 'b.txt']);
    });
  });

  describe('puts first', () => {
    it('what is called exactly what was asked', async () => {
      const mentions = filler('The scheduler decides, the Scheduler waits, scheduler scheduler', 40);
      await open({
        'docs/all-about.md': `# All about it\n\n${mentions}\n`,
        'src/reduce.ts': `export class Scheduler {\n  run() {\n    return 1;\n  }\n}\n`,
        'docs/scheduler.md': '# Something\n\nShort.\n',
        'docs/guide.md': '# Installing it\n\nOne two three.\n',
        'docs/notes.md': `# Notes\n\n${filler('installing it it installing', 30)}\n`,
      });
      assert.deepEqual(workspace.found('scheduler').slice(0, 2).sort(), [
        'docs/scheduler.md',
        'src/reduce.ts',
      ]);
      assert.equal(workspace.found('installing it')[0], 'docs/guide.md');
      assert.equal(workspace.found('docs/notes.md')[0], 'docs/notes.md');
      assert.equal(workspace.found('guide.md')[0], 'docs/guide.md');
    });

    it('what has more of the words, and the rarer ones', async () => {
      await open({
        'both.txt': 'the quench detector of the magnet',
        'one.txt': 'the magnet magnet magnet of steel',
        'a.txt': 'magnet',
        'b.txt': 'magnet',
      });
      assert.equal(workspace.found('quench magnet')[0], 'both.txt');
    });

    it('words that follow each other as they were typed', async () => {
      await open({
        'apart.txt': 'pressure of the vessel is high and the valve has no relief',
        'together.txt': 'high is the vessel and no pressure relief valve has of the',
      });
      assert.equal(workspace.found('pressure relief')[0], 'together.txt');
    });

    it('no file for being short: a long one that answers is found as well', async () => {
      const files: Record<string, string> = {};
      for (let at = 0; at < 30; at++)
        files[`short-${at}.md`] = `# Short ${at}\n\nA cryostat is mentioned here.\n`;
      files['long.md'] =
        `# Long\n\n${filler('Words about nothing in particular', 300)}\n\n## Cryostat cooldown\n\nThe cryostat cooldown takes days: cryostat, cooldown.\n`;
      await open(files);
      assert.equal(workspace.found('cryostat cooldown')[0], 'long.md');
    });

    it('by the alphabet what is equally good, every time', async () => {
      const files = Object.fromEntries(
        ['c', 'a', 'e', 'b', 'd'].map((name) => [`${name}.txt`, 'same words here']),
      );
      await open(files);
      for (let time = 0; time < 3; time++)
        assert.deepEqual(workspace.found('same words'), ['a.txt', 'b.txt', 'c.txt', 'd.txt', 'e.txt']);
    });
  });

  describe('leaves out', () => {
    const files = {
      'src/parser.py': '"""Parser of things."""\n\n\ndef parse(text):\n    return text\n',
      'src/parser.ts': '/** Parser of things. */\nexport function parse(text: string) {\n  return text;\n}\n',
      'test/parser.test.ts': '// Parser of things, tested\nparse("x");\n',
      'docs/parser.md': '# Parser\n\nThe parser reads things slowly.\n',
    };

    it('what filters do not let through', async () => {
      await open(files);
      const all = Object.keys(files).sort();
      const table: readonly (readonly [query: string, paths: readonly string[]])[] = [
        ['parser', all],
        ['parser kind:markdown', ['docs/parser.md']],
        ['parser kind:python,markdown', ['docs/parser.md', 'src/parser.py']],
        ['parser lang:python', ['src/parser.py']],
        ['parser lang:ts', ['src/parser.ts', 'test/parser.test.ts']],
        ['parser ext:md', ['docs/parser.md']],
        ['parser path:src', ['src/parser.py', 'src/parser.ts']],
        ['parser path:SRC path:docs', ['docs/parser.md', 'src/parser.py', 'src/parser.ts']],
        ['parser path:*.test.ts', ['test/parser.test.ts']],
        // A dash is no special character in a pattern: nothing has one here.
        ['parser path:*-*', []],
        ['parser path:/test', ['test/parser.test.ts']],
        ['parser -path:test', ['docs/parser.md', 'src/parser.py', 'src/parser.ts']],
        ['parser -kind:script lang:ts', []],
        ['parser status:found', all],
        ['parser status:canonical', []],
        ['kind:markdown', ['docs/parser.md']],
        ['kind:python path:src', ['src/parser.py']],
        ['kind:python path:docs', []],
        ['parser -kind:section,function', ['src/parser.py', 'test/parser.test.ts']],
        ['parser kind:function,markdown', ['docs/parser.md', 'src/parser.ts']],
      ];
      for (const [query, paths] of table) assert.deepEqual(workspace.found(query).sort(), paths, query);
    });

    it('passages that are not of the kind that was asked for', async () => {
      await open(files);
      const { hits } = workspace.searcher.search({ query: 'parser kind:section' });
      assert.deepEqual(
        hits.map(({ path, passage }) => [path, passage]),
        [['docs/parser.md', 'section']],
      );
    });

    it('what must not be there, in text or path', async () => {
      await open(files);
      assert.deepEqual(workspace.found('parser -slowly -test').sort(), ['src/parser.py', 'src/parser.ts']);
      assert.deepEqual(workspace.found('parser -"reads things"').sort(), [
        'src/parser.py',
        'src/parser.ts',
        'test/parser.test.ts',
      ]);
    });

    it('what does not hold a phrase in quotes; in a sentence quotes only quote', async () => {
      await open(files);
      assert.deepEqual(workspace.found('parser "reads things"'), ['docs/parser.md']);
      const sentence = workspace.found('where is the "reads things" of a parser');
      assert.equal(sentence[0], 'docs/parser.md');
      assert.equal(sentence.length, 4);
    });

    it('nothing for a filter that means nothing, and says what it could mean', async () => {
      await open(files);
      const { hits, problem } = workspace.searcher.search({ query: 'parser kind:poem' });
      assert.equal(hits.length, 4);
      assert.match(problem ?? '', /There is no kind poem. Kinds are python, script/);
    });
  });

  it('answers at most as many as were asked for, the same ones first', async () => {
    await open(
      Object.fromEntries(
        Array.from({ length: 30 }, (_, at) => [`f${at}.txt`, `word ${'word '.repeat(at % 5)}`]),
      ),
    );
    const all = workspace.found('word', { limit: 100 });
    assert.equal(all.length, 30);
    assert.equal(workspace.found('word').length, 20);
    assert.deepEqual(workspace.found('word', { limit: 7 }), all.slice(0, 7));
    assert.deepEqual(workspace.found('word', { limit: -1 }), all.slice(0, 1));
  });

  it('explains: the parts add up to the score, and what was found is told with its place', async () => {
    await open({
      'src/magnet.md': '# Quench of a magnet\n\nThe heater fires.\n',
      'b.md': '# Other\n\nThe heater is off.\n',
      'c.md': '# Third\n\nNothing.\n',
    });
    const { hits } = workspace.searcher.search({ query: 'magnet quench heater', explain: true });
    for (const { score, why } of hits) {
      assert.ok(why !== undefined);
      const sum = why.passages + why.file + why.path + why.name;
      assert.ok(Math.abs(sum - score) < 1e-9, `${sum} is not ${score}`);
    }
    const where = new Map(hits[0]?.why?.matches.map((match) => [match.text, [...match.where]]));
    assert.deepEqual(where.get('magnet'), ['path', 'title', 'body']);
    assert.deepEqual(where.get('heater'), ['body']);
  });

  it('shows the lines that answer, and marks what was found', async () => {
    await open({ 'a.py': 'def unrelated():\n    pass\n\n\ndef load():\n    resumeRun(now)  # resumes it\n' });
    const { hits } = workspace.searcher.search({ query: 'resume run', excerpts: true });
    const [line] = hits[0]?.excerpt ?? [];
    assert.equal(line?.line, 6);
    assert.equal(line?.text, 'resumeRun(now)  # resumes it');
    assert.deepEqual(
      line?.marks.map(([from, to]) => line.text.slice(from, to)),
      ['resumeRun', 'resumes'],
    );
  });

  it('answers without an excerpt where the file is gone meanwhile', async () => {
    await open({ 'a.txt': 'words' });
    await workspace.tree.remove();
    const { hits } = workspace.searcher.search({ query: 'words', excerpts: true });
    assert.equal(hits[0]?.path, 'a.txt');
    assert.equal(hits[0]?.excerpt, undefined);
  });

  it('answers anything that can be typed', async () => {
    await open({
      'a.md': '# Title\n\nSome words, get_name, AND OR NOT NEAR.\n',
      'b.ts': 'export const x = 1;\n',
    });
    const piece = fc.oneof(
      fc.constantFrom(
        '"',
        '-',
        ':',
        '(',
        ')',
        '*',
        '^',
        '+',
        'AND',
        'OR',
        'NOT',
        'NEAR(a b)',
        '{path}:',
        'path:',
        'kind:',
        "'",
        '\0',
        ' ',
        'title',
        'a.b',
        '-"',
        '\ud800',
        '%',
        '\\',
        ';',
      ),
      fc.string({ unit: 'binary', maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const query = pieces.join('');
        const { hits } = workspace.searcher.search({ query, explain: true, excerpts: true });
        assert.ok(hits.length <= 2, query);
        assert.ok(
          hits.every(({ score }) => Number.isFinite(score)),
          query,
        );
        workspace.searcher.suggest({ text: query });
      }),
    );
  });
});
