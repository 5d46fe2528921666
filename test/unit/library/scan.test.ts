import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, symlink, utimes } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type ScannedFile, type SkippedPath, scan } from '../../../src/library/scan.ts';
import { type TemporaryTree, temporaryTree } from './temporary-tree.ts';

function paths(root: string, options = {}): string[] {
  return [...scan(root, options)].flatMap((entry) => (entry.kind === 'file' ? [entry.path] : []));
}

function skips(root: string, options = {}): Record<string, string> {
  const entries = [...scan(root, options)].filter((entry): entry is SkippedPath => entry.kind === 'skipped');
  return Object.fromEntries(entries.map(({ path, reason }) => [path, reason]));
}

describe('scan', () => {
  let tree: TemporaryTree;

  beforeEach(async () => {
    tree = await temporaryTree();
  });
  afterEach(() => tree.remove());

  it('yields files with size and time, folders in place, names in code unit order', async () => {
    await tree.write({ 'b.txt': 'four', 'a/z.txt': '', 'a/b/c.txt': 'x', 'B.txt': 'x', 'a.txt': 'x' });
    await utimes(join(tree.root, 'b.txt'), 1_700_000_000, 1_700_000_000);
    assert.deepEqual(paths(tree.root), ['B.txt', 'a/b/c.txt', 'a/z.txt', 'a.txt', 'b.txt']);
    const found = [...scan(tree.root)].find((entry): entry is ScannedFile => entry.path === 'b.txt');
    const { ctimeMs, ...file } = found as ScannedFile;
    assert.ok(ctimeMs > 1_700_000_000_000, 'nobody can set it back');
    assert.deepEqual(file, { kind: 'file', path: 'b.txt', size: 4, mtimeMs: 1_700_000_000_000 });
  });

  it('never looks into what is not source, whatever ignore files say', async () => {
    await tree.write({
      '.gitignore': '!node_modules/\n!.dodeca/\n',
      '.git/HEAD': 'x',
      '.dodeca/journal.db': 'x',
      'node_modules/a/index.js': 'x',
      'web/node_modules/b/index.js': 'x',
      'pkg/__pycache__/m.pyc': 'x',
      '.venv/lib/x.py': 'x',
      'venv/lib/x.py': 'x',
      'my-env/pyvenv.cfg': 'home = /usr',
      'my-env/lib/x.py': 'x',
      'kept.py': 'x',
    });
    assert.deepEqual(paths(tree.root), ['.gitignore', 'kept.py']);
    const skipped = skips(tree.root);
    assert.deepEqual(Object.keys(skipped).sort(), [
      '.dodeca/',
      '.git/',
      '.venv/',
      'my-env/',
      'node_modules/',
      'pkg/__pycache__/',
      'venv/',
      'web/node_modules/',
    ]);
    assert.deepEqual(new Set(Object.values(skipped)), new Set(['not-source']));
  });

  it('honours ignore files outside of a repository too, and re-includes', async () => {
    await tree.write({
      '.gitignore': '*.log\nbuild/\n',
      '.ignore': 'private\n',
      'a.log': 'x',
      'private/a.txt': 'x',
      'build/a.txt': 'x',
      'sub/.gitignore': '!build/\n!important.log\nbuild/deep\n',
      'sub/important.log': 'x',
      'sub/other.log': 'x',
      'sub/build/a.txt': 'x',
      'sub/build/deep': 'x',
    });
    assert.deepEqual(paths(tree.root), [
      '.gitignore',
      '.ignore',
      'sub/.gitignore',
      'sub/build/a.txt',
      'sub/important.log',
    ]);
    assert.equal(skips(tree.root)['build/'], 'ignored');
  });

  it('does not follow links, so that loops end and nothing outside is read', async () => {
    await tree.write({ 'a/file.txt': 'x' });
    await symlink('..', join(tree.root, 'a', 'up'));
    await symlink('/', join(tree.root, 'everything'));
    await symlink('nowhere', join(tree.root, 'dangling'));
    assert.deepEqual(paths(tree.root), ['a/file.txt']);
    const link = 'symbolic-link';
    assert.deepEqual(skips(tree.root), { 'a/up': link, everything: link, dangling: link });
  });

  it('starts from a root that is itself a link', async () => {
    await tree.write({ 'real/file.txt': 'x' });
    await symlink('real', join(tree.root, 'link'));
    assert.deepEqual(paths(join(tree.root, 'link')), ['file.txt']);
  });

  it('skips sockets and pipes', async function () {
    if (process.platform === 'win32') this.skip();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(tree.root, 'a.sock'), resolve));
    try {
      execFileSync('mkfifo', [join(tree.root, 'pipe')]);
      assert.deepEqual(skips(tree.root), { 'a.sock': 'not-a-file', pipe: 'not-a-file' });
    } finally {
      server.close();
    }
  });

  it('skips what is too large, and what is binary, when told so', async () => {
    await tree.write({
      'large.txt': 'x'.repeat(2000),
      'image.bin': Buffer.from([1, 2, 0, 3]),
      'utf16.txt': Buffer.from('\uFEFFtext', 'utf16le'),
      'empty.txt': '',
      'text.txt': 'text',
    });
    assert.deepEqual(paths(tree.root, { maxFileBytes: 1999, skipBinary: true }), [
      'empty.txt',
      'text.txt',
      'utf16.txt',
    ]);
    assert.deepEqual(skips(tree.root, { maxFileBytes: 1999, skipBinary: true }), {
      'large.txt': 'too-large',
      'image.bin': 'binary',
    });
    assert.equal(paths(tree.root).length, 5);
  });

  it('skips files and folders that cannot be read', async function () {
    if (process.platform === 'win32') this.skip();
    // The superuser may read everything, so another one has to look, from a place that it can reach.
    const isRoot = process.getuid?.() === 0;
    const files = { 'secret.txt': 'x', 'locked/a.txt': 'x', 'open.txt': 'x' };
    const guarded = await temporaryTree(files, isRoot ? '/tmp' : undefined);
    try {
      await chmod(guarded.root, 0o755);
      await chmod(join(guarded.root, 'secret.txt'), 0o000);
      await chmod(join(guarded.root, 'locked'), 0o000);
      const source = new URL('../../../src/library/scan.ts', import.meta.url);
      const program = `import { scan } from ${JSON.stringify(source.href)};
        if (process.getuid() === 0) process.setuid(65534);
        console.log(JSON.stringify([...scan(process.argv[1])].map((e) => [e.path, e.reason ?? e.kind])));`;
      const out = execFileSync(process.execPath, ['--input-type=module', '-e', program, guarded.root], {
        encoding: 'utf8',
      });
      assert.deepEqual(JSON.parse(out), [
        ['locked/', 'unreadable'],
        ['open.txt', 'file'],
        ['secret.txt', 'unreadable'],
      ]);
    } finally {
      await chmod(join(guarded.root, 'locked'), 0o755);
      await guarded.remove();
    }
  });

  it('takes names as they are', async () => {
    const odd = ['a b.txt', "quote'.txt", 'ünïcode.txt', '日本.txt', '-dash.txt', '#hash.txt', '!mark.txt'];
    await tree.write(Object.fromEntries(odd.map((name) => [name, 'x'])));
    await mkdir(join(tree.root, 'empty'));
    assert.deepEqual(paths(tree.root).sort(), [...odd].sort());
  });

  it('goes down as deep as there are folders', async () => {
    const deep = `${Array.from({ length: 300 }, () => 'd').join('/')}/file.txt`;
    await tree.write({ [deep]: 'x' });
    assert.deepEqual(paths(tree.root), [deep]);
  });

  it('says which root it cannot read', () => {
    assert.throws(() => [...scan(join(tree.root, 'absent'))], { code: 'scan.unreadable', message: /absent/ });
  });
});
