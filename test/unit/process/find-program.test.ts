import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { findProgram } from '../../../src/process/find-program.ts';
import { binFolder, findPython } from '../../../src/process/find-python.ts';

describe('finding programs', () => {
  if (process.platform === 'win32') return;
  let folder: string;

  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'find ')));
  });

  afterEach(() => rm(folder, { recursive: true }));

  async function program(...parts: string[]): Promise<string> {
    const path = join(folder, ...parts);
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, '#!/bin/sh\n');
    await chmod(path, 0o755);
    return path;
  }

  describe('findProgram', () => {
    it('takes the first executable file on PATH', async () => {
      const second = await program('b', 'tool');
      await mkdir(join(folder, 'a', 'tool'), { recursive: true });
      await mkdir(join(folder, 'c'));
      await writeFile(join(folder, 'c', 'tool'), '');
      await chmod(join(folder, 'c', 'tool'), 0o644);
      const path = ['', 'a', 'missing', 'c', 'b'].map((name) => name && join(folder, name)).join(delimiter);
      assert.equal(findProgram('tool', { PATH: path }), second);
      assert.equal(findProgram('tool', { PATH: join(folder, 'c') }), null);
      assert.equal(findProgram('tool', {}), null);
    });
  });

  describe('findPython', () => {
    it('prefers the folder’s environment, then the active one, then PATH', async () => {
      const python = await program('path', 'python');
      const env = { PATH: join(folder, 'path') };
      assert.deepEqual(findPython(folder, env), { command: [python], virtualEnv: null });
      const python3 = await program('other', 'python3');
      const both = { PATH: [join(folder, 'path'), join(folder, 'other')].join(delimiter) };
      assert.deepEqual(findPython(folder, both), { command: [python3], virtualEnv: null });
      for (const name of ['active', 'venv', '.venv']) {
        const own = await program(name, 'bin', 'python');
        const found = findPython(folder, { ...both, VIRTUAL_ENV: join(folder, 'active') });
        assert.deepEqual(found, { command: [own], virtualEnv: join(folder, name) });
        assert.equal(found.command && binFolder(found), join(folder, name, 'bin'));
      }
    });

    it('says where it looked', () => {
      const none = findPython(folder, { PATH: folder, VIRTUAL_ENV: join(folder, 'gone') });
      assert.deepEqual(none, {
        command: null,
        lookedFor: ['.venv', 'venv', 'VIRTUAL_ENV', 'python3', 'python'],
      });
    });
  });
});
