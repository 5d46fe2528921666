import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { IgnoreRules, rebase } from '../../../src/library/ignore-rules.ts';
import { scan } from '../../../src/library/scan.ts';
import { type TemporaryTree, temporaryTree } from './temporary-tree.ts';

const environment = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };

function git(root: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd: root, env: environment, encoding: 'utf8' });
}

/** What git would add: the judge of what is ignored. */
function filesByGit(root: string): string[] {
  const out = git(root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard');
  return out
    .split('\0')
    .filter((path) => path !== '')
    .sort();
}

function filesByScan(root: string): string[] {
  return [...scan(root)].flatMap((entry) => (entry.kind === 'file' ? [entry.path] : [])).sort();
}

describe('rules of nested ignore files', () => {
  it('are rewritten to hold at the top of the repository', () => {
    const text = ['# comment', '', '*.log', '!keep.log', '/dist', 'a/b', 'out/', '\\!odd', '\\#odd'].join(
      '\n',
    );
    assert.deepEqual(rebase(text, 'sub/').split('\n'), [
      '',
      '',
      '/sub/**/*.log',
      '!/sub/**/keep.log',
      '/sub/dist',
      '/sub/a/b',
      '/sub/**/out/',
      '/sub/**/!odd',
      '/sub/**/#odd',
    ]);
    assert.equal(rebase(text, ''), text);
  });

  it('take the name of their folder literally', () => {
    const rules = IgnoreRules.above('/').within('[a] *x/', (file) =>
      file === '.gitignore' ? '*.tmp' : undefined,
    );
    assert.equal(rules.ignores('[a] *x/file.tmp'), true);
    assert.equal(rules.ignores('a yx/file.tmp'), false);
  });

  it('let .ignore have the last word over .gitignore of the same folder', () => {
    const texts: Record<string, string> = { '.gitignore': '*.csv\n*.md', '.ignore': '!*.csv' };
    const rules = IgnoreRules.above('/').within('', (file) => texts[file]);
    assert.equal(rules.ignores('data.csv'), false);
    assert.equal(rules.ignores('notes.md'), true);
  });
});

describe('what is ignored, judged by git', () => {
  let tree: TemporaryTree;

  before(async () => {
    tree = await temporaryTree();
  });
  after(() => tree.remove());

  const name = fc.constantFrom('a', 'b', 'c', 'ab', 'x.log', 'y.log', 'build', 'keep');
  const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => `${parts.join('/')}.f`);
  const segment = fc.constantFrom(
    'a',
    'b',
    'c',
    '*',
    'a*',
    '?',
    '*.log',
    '[ab]',
    '**',
    'build',
    'keep',
    '*.f',
    'b.f',
    'x.log.f',
  );
  const rule = fc
    .tuple(
      fc.constantFrom('', '', '!'),
      fc.constantFrom('', '', '/'),
      fc.array(segment, { minLength: 1, maxLength: 3 }),
      fc.constantFrom('', '', '/', '/**'),
    )
    .map(([negative, anchor, parts, end]) => negative + anchor + parts.join('/') + end);
  const ignoreFile = fc.array(rule, { maxLength: 4 }).map((rules) => `${rules.join('\n')}\n`);
  const folder = fc.constantFrom('', 'a/', 'b/', 'a/b/', 'build/', 'c/a/');

  it('is what the scan leaves out, in any tree with any rules', async function () {
    this.timeout(120_000);
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(path, { minLength: 3, maxLength: 15 }),
        fc.dictionary(folder, ignoreFile, { maxKeys: 3 }),
        ignoreFile,
        async (paths, ignoreFiles, exclude) => {
          await rm(tree.root, { recursive: true, force: true });
          await mkdir(tree.root);
          git(tree.root, 'init', '-q');
          await tree.write(Object.fromEntries(paths.map((file) => [file, 'x'])));
          await tree.write(
            Object.fromEntries(Object.entries(ignoreFiles).map(([at, text]) => [`${at}.gitignore`, text])),
          );
          await tree.write({ '.git/info/exclude': exclude });
          assert.deepEqual(filesByScan(tree.root), filesByGit(tree.root));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('is the same when the workspace is a folder of the repository', async () => {
    await rm(tree.root, { recursive: true, force: true });
    await mkdir(tree.root);
    git(tree.root, 'init', '-q');
    await tree.write({
      '.gitignore': '*.log\n/packages/one/private\n/two\n',
      'packages/.gitignore': 'cache/\n',
      'packages/one/a.log': '',
      'packages/one/a.txt': '',
      'packages/one/private/b.txt': '',
      'packages/one/cache/c.txt': '',
      'packages/one/two/d.txt': '',
      'two/e.txt': '',
      'two/e.log': '',
    });
    assert.deepEqual(filesByScan(join(tree.root, 'packages/one')), ['a.txt', 'two/d.txt']);
    // Somebody who opens an ignored folder wants to see what is in it.
    assert.deepEqual(filesByScan(join(tree.root, 'two')), ['e.log', 'e.txt']);
  });

  it('is read from the shared folder of a linked working tree', async () => {
    await rm(tree.root, { recursive: true, force: true });
    await mkdir(tree.root);
    await tree.write({ 'main/kept.txt': 'x' });
    const main = join(tree.root, 'main');
    git(main, 'init', '-q');
    git(main, 'add', '.');
    git(main, '-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-qm', 'one');
    git(main, 'worktree', 'add', '-q', join(tree.root, 'linked'));
    await tree.write({
      'main/.git/info/exclude': 'secret.txt\n',
      'linked/secret.txt': 'x',
      'linked/new.txt': 'x',
    });
    assert.deepEqual(filesByScan(join(tree.root, 'linked')), ['kept.txt', 'new.txt']);
  });
});
