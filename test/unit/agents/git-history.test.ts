import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { gitHistory, readLog } from '../../../src/agents/git-history.ts';
import { findProgram } from '../../../src/process/find-program.ts';
import { type TemporaryTree, temporaryTree } from '../library/temporary-tree.ts';

const run = promisify(execFile);
const day = 86_400;
/** A moment in 2024, seconds since 1970. */
const start = 1_710_000_000;

describe('readLog', () => {
  const log = (...parts: string[]) => parts.join('\0');

  it('counts commits and authors, follows renames, and leaves out the commit that a history begins with', () => {
    const text = log(
      '\u0001aaa\u00023000\u0002a@x',
      '\nM',
      'new.ts',
      'A',
      'odd\n name.ts',
      '',
      '\u0001bbb\u00022000\u0002b@x',
      '\nR100',
      'old.ts',
      'new.ts',
      '',
      '\u0001ccc\u00021500\u0002a@x',
      '\nM',
      'old.ts',
      'D',
      'gone.ts',
      '',
      '\u0001\u00021000\u0002c@x',
      '\nA',
      'old.ts',
      '',
    );
    assert.deepEqual(readLog(text), {
      files: new Map([
        ['new.ts', { commits: 3, authors: 2, lastChange: 3000 }],
        ['odd\n name.ts', { commits: 1, authors: 1, lastChange: 3000 }],
        ['gone.ts', { commits: 1, authors: 1, lastChange: 1500 }],
      ]),
      commits: 4,
      cut: false,
    });
  });

  it('reads what was cut off as far as it goes', () => {
    const text = log('\u0001aaa\u00023000\u0002a@x', '\nM', 'whole.ts', 'M', 'hal');
    const { files, cut } = readLog(text);
    assert.deepEqual([...files.keys()], ['whole.ts']);
    assert.equal(cut, true);
    assert.deepEqual(readLog(''), { files: new Map(), commits: 0, cut: false });
  });

  it('reads any text', () => {
    const part = fc.oneof(fc.constantFrom('\0', '\u0001', '\u0002', '\nM', 'R100', 'A', '123'), fc.string());
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        for (const { commits, authors } of readLog(parts.join('')).files.values()) {
          assert.ok(commits >= authors && authors >= 1);
        }
      }),
    );
  });
});

describe('gitHistory', () => {
  let tree: TemporaryTree;

  beforeEach(async function () {
    if (findProgram('git', process.env) === null) this.skip();
    tree = await temporaryTree();
    await git(['init', '-q']);
  });
  afterEach(() => tree?.remove());

  async function git(args: string[], time = start, author = 'one', folder = tree.root): Promise<void> {
    const person = { NAME: author, EMAIL: `${author}@example.org`, DATE: `${time} +0000` };
    const env: NodeJS.ProcessEnv = {
      ...process.env,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
    };
    for (const [name, value] of Object.entries(person)) {
      env[`GIT_AUTHOR_${name}`] = value;
      env[`GIT_COMMITTER_${name}`] = value;
    }
    await run('git', args, { cwd: folder, env });
  }

  async function commit(files: Record<string, string>, time: number, author?: string): Promise<void> {
    await tree.write(files);
    await git(['add', '-A']);
    await git(['commit', '-q', '-m', 'x'], time, author);
  }

  it('counts the changes of each file, back from the newest commit', async () => {
    await commit({ 'a b.ts': '1', 'sub/c.ts': '1', 'still.ts': '1' }, start);
    await commit({ 'a b.ts': '2' }, start + day);
    await commit({ 'a b.ts': '3', 'sub/c.ts': '2' }, start + 400 * day, 'two');
    await git(['mv', 'sub/c.ts', 'sub/d.ts']);
    await commit({}, start + 401 * day);
    const all = await gitHistory(tree.root, 1000 * day);
    assert.deepEqual(all, {
      newest: start + 401 * day,
      files: new Map([
        ['sub/d.ts', { commits: 2, authors: 2, lastChange: start + 401 * day }],
        ['a b.ts', { commits: 2, authors: 2, lastChange: start + 400 * day }],
      ]),
      commits: 4,
      cut: false,
    });
    const recent = await gitHistory(tree.root, 30 * day);
    assert.equal(recent?.commits, 2);
    assert.equal(recent?.files.get('a b.ts')?.commits, 1);
    const below = await gitHistory(`${tree.root}/sub`, 1000 * day);
    assert.deepEqual([...(below?.files.keys() ?? [])], ['d.ts']);
  });

  it('says nothing of a clone of one commit, of a repository without a commit, and of none', async () => {
    assert.equal(await gitHistory(tree.root, day), null);
    await commit({ 'a.ts': '1' }, start);
    await commit({ 'a.ts': '2' }, start + 1);
    const clone = await temporaryTree();
    try {
      assert.equal(await gitHistory(clone.root, day), null);
      await git(['clone', '-q', '--depth', '1', `file://${tree.root}`, 'copy'], start, 'one', clone.root);
      assert.equal(await gitHistory(`${clone.root}/copy`, 1000 * day), null);
    } finally {
      await clone.remove();
    }
  });

  it('runs nothing that the repository names', async function () {
    if (process.platform === 'win32') this.skip();
    await commit({ 'a.ts': '1', '.gitattributes': '*.ts diff=evil\n' }, start);
    await commit({ 'a.ts': '2' }, start + 1);
    const evil = `touch ${tree.root}/ran`;
    for (const name of [
      'core.fsmonitor',
      'core.pager',
      'diff.external',
      'diff.evil.textconv',
      'diff.evil.command',
      'gpg.program',
      'core.sshCommand',
    ])
      await git(['config', name, evil]);
    await git(['config', 'log.showSignature', 'true']);
    assert.equal((await gitHistory(tree.root, day))?.files.get('a.ts')?.commits, 1);
    await assert.rejects(run('cat', ['ran'], { cwd: tree.root }));
  });
});
