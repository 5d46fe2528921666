import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorCode, errorMessage } from '../../../src/common/errors.ts';
import {
  type EngineFile,
  readEngineFile,
  removeEngineFile,
  writeEngineFile,
} from '../../../src/rpc/engine-file.ts';
import { checkOwn, openStateFolder, type StateFolder, stateFolderOf } from '../../../src/rpc/state-folder.ts';

const posix = process.platform !== 'win32';

async function refusal(work: () => unknown): Promise<{ code: string | undefined; message: string }> {
  try {
    await work();
  } catch (error) {
    return { code: errorCode(error), message: errorMessage(error) };
  }
  return assert.fail('nothing was refused');
}

describe('the state folder', () => {
  let workspace: string;
  let folder: StateFolder;

  beforeEach(() => {
    workspace = realpathSync(mkdtempSync(join(tmpdir(), 'dodeca state "ü" ')));
    folder = stateFolderOf(workspace);
  });

  afterEach(() => {
    rmSync(workspace, { recursive: true, force: true });
  });

  function git(...args: string[]): void {
    execFileSync('git', ['-C', workspace, ...args], { stdio: 'pipe' });
  }

  it('is made where there is none, and ignores itself', async () => {
    await openStateFolder(folder);
    assert.equal(readFileSync(join(workspace, '.dodeca', '.gitignore'), 'utf8'), '*\n');
    if (posix) assert.equal(statSync(folder.path).mode & 0o777, 0o700);
    await openStateFolder(folder);
  });

  it('has one path, by whatever name the workspace is called', () => {
    symlinkSync(workspace, `${workspace}-link`, 'junction');
    try {
      assert.deepEqual(stateFolderOf(`${workspace}-link`), folder);
    } finally {
      rmSync(`${workspace}-link`);
    }
  });

  it('needs a workspace that exists and is a folder', async () => {
    const missing = await refusal(() => stateFolderOf(join(workspace, 'none')));
    assert.equal(missing.code, 'no-workspace');
    assert.match(missing.message, /does not exist/);
    writeFileSync(join(workspace, 'file'), '');
    const file = await refusal(() => stateFolderOf(join(workspace, 'file')));
    assert.equal(file.code, 'no-workspace');
    assert.match(file.message, /not a folder/);
  });

  it('is refused where it is a link, a file, or holds a link at any depth', async () => {
    const elsewhere = join(workspace, 'elsewhere');
    mkdirSync(elsewhere);
    symlinkSync(elsewhere, folder.path, 'junction');
    const link = await refusal(() => openStateFolder(folder));
    assert.equal(link.code, 'state-folder-unsafe');
    assert.match(link.message, /\.dodeca is a symbolic link.*Delete or move/);
    assert.equal(existsSync(join(elsewhere, '.gitignore')), false);
    rmSync(folder.path);

    writeFileSync(folder.path, '');
    assert.match((await refusal(() => openStateFolder(folder))).message, /not a folder/);
    rmSync(folder.path);

    for (const inner of ['journal.db', 'logs/run/execution.log']) {
      const path = join(folder.path, inner);
      mkdirSync(join(path, '..'), { recursive: true });
      symlinkSync(elsewhere, path, 'junction');
      const deep = await refusal(() => openStateFolder(folder));
      assert.equal(deep.code, 'state-folder-unsafe');
      assert.ok(deep.message.startsWith(`.dodeca/${inner} is a symbolic link`), deep.message);
      rmSync(path);
    }
    await openStateFolder(folder);
  });

  if (posix) {
    it('is refused where it belongs to somebody else', async () => {
      if (process.getuid?.() !== 0) {
        // Only root can give a file away; the root folder serves as somebody else's.
        assert.equal((await refusal(() => checkOwn('/', '/'))).code, 'state-folder-unsafe');
        return;
      }
      await openStateFolder(folder);
      writeFileSync(folder.journal, '');
      chownSync(folder.journal, 12_345, 12_345);
      const file = await refusal(() => openStateFolder(folder));
      assert.equal(file.code, 'state-folder-unsafe');
      assert.match(file.message, /\.dodeca\/journal\.db belongs to another user \(12345, and you are 0\)/);
      chownSync(folder.path, 12_345, 12_345);
      assert.match(
        (await refusal(() => readEngineFile(folder))).message,
        /^\.dodeca belongs to another user/,
      );
    });

    it('says what to do where it cannot be written', async () => {
      // Modes do not stop root, a file system without files does.
      const readOnly = process.getuid?.() === 0 ? '/proc/self' : workspace;
      if (readOnly === workspace) chmodSync(workspace, 0o555);
      const { code, message } = await refusal(() => openStateFolder(stateFolderOf(readOnly)));
      assert.equal(code, 'state-folder-unwritable');
      assert.match(message, /cannot be written.*Make the folder writable/);
      chmodSync(workspace, 0o755);
    });
  }

  it('is refused where git tracks something in it, and only then', async () => {
    await openStateFolder(folder);
    writeFileSync(folder.journal, 'mine');
    git('init', '-q');
    await openStateFolder(folder);
    git('add', '-f', '.dodeca/journal.db');
    const { code, message } = await refusal(() => openStateFolder(folder));
    assert.equal(code, 'state-folder-unsafe');
    assert.match(message, /git rm -r --cached \.dodeca/);
    git('rm', '-q', '-r', '--cached', '.dodeca');
    await openStateFolder(folder);
  });

  it('asks the repository it lies in, whatever a hook has set', async () => {
    await openStateFolder(folder);
    git('init', '-q');
    git('add', '-f', '.dodeca/.gitignore');
    process.env.GIT_DIR = '/nonexistent';
    try {
      assert.equal((await refusal(() => openStateFolder(folder))).code, 'state-folder-unsafe');
    } finally {
      delete process.env.GIT_DIR;
    }
  });

  it('runs nothing that the repository configures', async () => {
    await openStateFolder(folder);
    git('init', '-q');
    const mark = join(workspace, 'ran');
    git('config', 'core.fsmonitor', `touch '${mark}'; true`);
    await openStateFolder(folder);
    assert.equal(existsSync(mark), false);
  });
});

describe('engine.json', () => {
  const file: EngineFile = { pid: 17, startedAt: 's', socket: '/s', token: 't', version: 'v' };
  let workspace: string;
  let folder: StateFolder;

  beforeEach(async () => {
    workspace = mkdtempSync(join(tmpdir(), 'dodeca-engine-file-'));
    folder = stateFolderOf(workspace);
    await openStateFolder(folder);
  });

  afterEach(() => {
    rmSync(workspace, { recursive: true, force: true });
  });

  it('is read as it was written, by its owner alone', () => {
    assert.equal(readEngineFile(folder), null);
    writeEngineFile(folder, file);
    assert.deepEqual(readEngineFile(folder), file);
    if (!posix) return;
    assert.equal(statSync(folder.engineFile).mode & 0o777, 0o600);
    chmodSync(folder.engineFile, 0o644);
    assert.equal(readEngineFile(folder), null);
  });

  it('is removed by the engine that wrote it, and by no other', () => {
    writeEngineFile(folder, file);
    removeEngineFile(folder, 'another');
    assert.deepEqual(readEngineFile(folder), file);
    removeEngineFile(folder, 't');
    assert.equal(existsSync(folder.engineFile), false);
    removeEngineFile(folder, 't');
  });

  const rubbish = [
    '',
    '{',
    'null',
    '[]',
    '{"pid":-1}',
    '\u0000\u0001',
    JSON.stringify({ ...file, pid: 'x' }),
  ];
  for (const text of [...rubbish, `${JSON.stringify(file)}${' '.repeat(70_000)}`]) {
    it(`names no engine when it holds ${JSON.stringify(text.slice(0, 20))} (${text.length} characters)`, () => {
      writeFileSync(folder.engineFile, text, { mode: 0o600 });
      assert.equal(readEngineFile(folder), null);
    });
  }

  it('is refused where it is a link', async () => {
    writeFileSync(join(workspace, 'other.json'), JSON.stringify(file), { mode: 0o600 });
    symlinkSync(join(workspace, 'other.json'), folder.engineFile);
    assert.equal((await refusal(() => readEngineFile(folder))).code, 'state-folder-unsafe');
  });
});
