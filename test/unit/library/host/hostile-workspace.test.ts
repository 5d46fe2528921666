import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Library } from '../../../../src/library/library.ts';
import { Database } from '../../../../src/sqlite/database.ts';
import { programFile } from '../../../harness/program-file.ts';
import { type FileContent, libraryContent } from '../build/library-content.ts';
import { databaseOf } from '../build/open-builder.ts';
import { type TemporaryTree, temporaryTree } from '../temporary-tree.ts';

const workerEntry = programFile('library-worker');
const extensions =
  'py pyi ts tsx mts js mjs jsx ipynb md mdx csv tsv jsonl sql sh ps1 json jsonc geojson yaml yml toml ini xml svg tf txt rst adoc html tex org log java c cpp go rs rb php pl lua r css vue proto f90 unknown'.split(
    ' ',
  );

describe('a workspace that means no good', () => {
  let tree: TemporaryTree;
  let library: Library;

  beforeEach(async () => {
    tree = await temporaryTree({ 'good.md': '# Good\n\nwords\n' });
    library = new Library({ workspace: tree.root, database: databaseOf(tree.root), workerEntry });
  });
  afterEach(async () => {
    await library.close();
    await tree.remove();
  });

  /** What is in the library after a build; a second one reads nothing. */
  async function built(): Promise<{ content: Map<string, FileContent>; skipped: Record<string, number> }> {
    const { skipped } = await library.build();
    const again = await library.build();
    assert.deepEqual([again.added, again.changed, again.removed], [0, 0, 0]);
    assert.deepEqual(again.skipped, skipped);
    await library.close();
    const content = libraryContent(databaseOf(tree.root));
    return { content: new Map(content.map((file) => [file.path, file])), skipped: { ...skipped } };
  }

  it('is read whatever its bytes are, under every name', async () => {
    const random = dice(1);
    const files: Record<string, Buffer> = {};
    for (const extension of extensions) {
      files[`bytes.${extension}`] = Buffer.from(Array.from({ length: 3000 }, () => 1 + random(255)));
      files[`ascii.${extension}`] = Buffer.from(
        Array.from({ length: 3000 }, () => '(){}[]<>"\'`#/*-:,=|\\\n\t ab1'.charCodeAt(random(26))),
      );
      files[`halves.${extension}`] = Buffer.from('a\uD800 \uDFFFb name = 1\n'.repeat(50), 'utf16le');
      files[`cut.${extension}`] = Buffer.concat([Buffer.from('words '), Buffer.from([0xe2, 0x82])]);
      files[`empty.${extension}`] = Buffer.alloc(0);
    }
    await tree.write(files);
    const { content, skipped } = await built();
    // UTF-16 without a mark looks like a binary file.
    assert.equal(skipped.binary, extensions.length);
    assert.equal(content.size, 1 + 4 * extensions.length);
  });

  it('is read as UTF-16 where a mark says so', async () => {
    const text = 'def warm_up():\n    return "é"\n';
    await tree.write({
      'le.py': Buffer.from(`\uFEFF${text}`, 'utf16le'),
      'be.py': Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(),
      'odd.py': Buffer.concat([Buffer.from(`\uFEFF${text}`, 'utf16le'), Buffer.from([65])]),
      'bare.py': Buffer.from(text, 'utf16le'),
    });
    const { content, skipped } = await built();
    for (const path of ['le.py', 'be.py', 'odd.py'])
      assert.equal(content.get(path)?.names[0]?.name, 'warm_up', path);
    assert.deepEqual([content.has('bare.py'), skipped.binary], [false, 1]);
  });

  it('is read however deep, long or large its texts are', async function () {
    this.timeout(180_000);
    const mebibytes = (text: string, size: number) => text.repeat(Math.ceil((size * 2 ** 20) / text.length));
    const line = mebibytes('some words and let x = [1, 2]; ', 7.9);
    const deep = (open: string, close: string) => open.repeat(100_000) + close.repeat(100_000);
    await tree.write({
      'deep.json': deep('[', ']'),
      'objects.json': `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
      'open.json': '{"a":['.repeat(100_000),
      'deep.yaml': deep('[', ']'),
      'deep.py': deep('(', ')'),
      'deep.ts': `const x = ${deep('(', ')')};`,
      'deep.js': deep('{', '}'),
      'deep.md': `${'> '.repeat(20_000)}text\n${'* '.repeat(20_000)}text\n`,
      'deep.html': `${'<div>'.repeat(100_000)}text`,
      'deep.xml': `${'<a>'.repeat(100_000)}text`,
      'deep.toml': `a = ${deep('[', ']')}\n`,
      'deep.ipynb': `{"cells":${deep('[', ']')}}`,
      ...Object.fromEntries(
        ['js', 'json', 'csv', 'md', 'py', 'txt', 'sql'].map((end) => [`line.${end}`, line]),
      ),
      'lines.csv': mebibytes('1,2,3\n', 4),
      'lines.py': mebibytes('def f(x):\n    return x\n\n', 4),
      'lines.ts': mebibytes('export const x = () => 1;\n', 4),
      'lines.md': mebibytes('# Title\n\n* [a](b.md)\n\n', 4),
      'lines.yaml': mebibytes('- a: 1\n  b: [x, y]\n', 4),
      'lines.json': `[${mebibytes('{"a": 1},\n', 4)}{}]`,
      'too-large.txt': 'x'.repeat(8 * 2 ** 20 + 1),
    });
    const { files, skipped } = await library.build();
    assert.deepEqual([files, skipped['too-large']], [26, 1]);
    await library.close();
    const db = new Database(databaseOf(tree.root), { name: 'library', readOnly: true });
    const troubles = db
      .prepare<{ path: string; trouble: string | null }>('SELECT path, trouble FROM files')
      .all();
    db.close();
    for (const { path, trouble } of troubles)
      assert.doesNotMatch(String(trouble), /ended|longer than|memory/, path);
  });

  it('is walked past loops, sockets, pipes, what nobody may read, and names that are none', async function () {
    // Windows has no pipes and permissions of this kind.
    if (process.platform === 'win32') this.skip();
    symlinkSync('.', join(tree.root, 'loop'));
    symlinkSync('../sub', join(tree.root, 'good-link'));
    mkdirSync(join(tree.root, 'sub'));
    symlinkSync('..', join(tree.root, 'sub/up'));
    symlinkSync('nowhere', join(tree.root, 'dangling'));
    execFileSync('mkfifo', [join(tree.root, 'pipe.py')]);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(tree.root, 'socket.md'), resolve));
    writeFileSync(join(tree.root, 'line\nbreak "quoted" \\.md'), '# Broken name\n');
    writeFileSync(join(tree.root, ' spaces .md'), '# Spaces\n');
    writeFileSync(
      Buffer.concat([Buffer.from(join(tree.root, 'bad')), Buffer.from([0xff, 0x2e, 0x6d, 0x64])]),
      'x',
    );
    mkdirSync(Buffer.concat([Buffer.from(join(tree.root, 'folder')), Buffer.from([0xfe])]));
    writeFileSync(join(tree.root, 'closed.md'), '# Closed\n');
    mkdirSync(join(tree.root, 'closed'));
    writeFileSync(join(tree.root, 'closed/x.md'), '# Closed\n');
    const isRoot = process.getuid?.() === 0;
    for (const path of ['closed.md', 'closed']) chmodSync(join(tree.root, path), 0);
    try {
      const { content, skipped } = await built();
      const readable = [' spaces .md', 'good.md', 'line\nbreak "quoted" \\.md'];
      assert.deepEqual(
        [...content.keys()].sort(),
        isRoot ? [...readable, 'closed.md', 'closed/x.md'].sort() : readable,
      );
      assert.equal(skipped['symbolic-link'], 4);
      assert.equal(skipped['not-a-file'], 2);
      // Names that are no text: nothing can be found at them.
      assert.equal(skipped.unreadable, isRoot ? 2 : 4);
    } finally {
      for (const path of ['closed.md', 'closed']) chmodSync(join(tree.root, path), 0o700);
      server.close();
    }
  });

  it('is right in the end where a file grows while it is read', async () => {
    const path = join(tree.root, 'growing.txt');
    writeFileSync(path, 'first line\n'.repeat(50_000));
    await tree.write(Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`f${at}.txt`, `${at}`])));
    const growing = setInterval(() => appendFileSync(path, 'another line\n'.repeat(100)), 1);
    await library.build();
    await library.build();
    clearInterval(growing);
    appendFileSync(path, 'lastword\n');
    await library.build();
    await library.close();
    const file = libraryContent(databaseOf(tree.root)).find(({ path: found }) => found === 'growing.txt');
    assert.match(JSON.stringify(file), /lastword@/);
  });

  it('leaves nothing behind but the database', async () => {
    await built();
    const left = await readdir(join(tree.root, '.dodeca'));
    assert.deepEqual(left.sort(), ['library.db', 'library.db.reading']);
  });
});

/** Whole numbers from 0 up to, not including, the given one: the same ones every time. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) % sides;
  };
}
