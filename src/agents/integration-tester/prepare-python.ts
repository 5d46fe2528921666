import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join, relative } from 'node:path';
import { findWorkingPython } from '../working-python.ts';
import type { Preparation, Prepared } from './prepared-suite.ts';
import { pytestProgram } from './pytest-program.ts';
import type { Suite } from './suite.ts';
import { unittestProgram } from './unittest-program.ts';

/** Chooses between pytest and unittest by what the files need and what is installed. */
export async function preparePython(
  suite: Extract<Suite, { kind: 'python' }>,
  { workspace, env, frameworks, folder, number }: Preparation,
): Promise<Prepared> {
  const cwd = join(workspace, suite.folder);
  const own = existsSync(join(cwd, '.venv')) || existsSync(join(cwd, 'venv'));
  const python = await findWorkingPython(own ? cwd : workspace, env);
  const title = suite.pytest === 'unnamed' ? 'unittest' : 'pytest';
  if (python === null) return { kind: 'skipped', title, reason: 'no Python 3.8 or newer was found' };
  const more = {
    ...env,
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONUTF8: '1',
    ...sourceFolder(cwd, env),
  };
  const relativeTo = (path: string) => relative(cwd, join(workspace, path));
  if (frameworks.has('pytest') && (await hasPytest(python.path, cwd, more))) {
    const file = folder.file(`${number}.xml`);
    const args = [
      ...['-c', pytestProgram, '--rootdir=.', `--junitxml=${file}`, '--continue-on-collection-errors'],
      ...['-o', 'junit_family=xunit1', '-o', `cache_dir=${join(workspace, '.dodeca/cache/pytest')}`],
      ...suite.left.map((path) => `--ignore=${relativeTo(path)}`),
    ];
    return {
      kind: 'ready',
      title: 'pytest',
      call: { file: python.path, args },
      env: more,
      results: { kind: 'junit', file },
    };
  }
  if (suite.pytest === 'needed' || !frameworks.has('unittest')) {
    const reason = frameworks.has('pytest')
      ? `pytest is not installed for Python ${python.version}`
      : 'they need pytest, which `frameworks` leaves out';
    return { kind: 'skipped', title: 'pytest', reason };
  }
  const file = folder.file(`${number}.jsonl`);
  const list = folder.write(`${number}.json`, JSON.stringify(suite.files.map(relativeTo)));
  const call = { file: python.path, args: ['-c', unittestProgram, file, list] };
  return { kind: 'ready', title: 'unittest', call, env: more, results: { kind: 'unittest', file } };
}

/** What is not installed is found in `src`, where packages mostly are. */
function sourceFolder(cwd: string, env: Readonly<Record<string, string>>): Record<string, string> {
  const src = join(cwd, 'src');
  try {
    const holdsPackage = readdirSync(src).some(
      (name) => name.endsWith('.py') || existsSync(join(src, name, '__init__.py')),
    );
    if (!holdsPackage) return {};
  } catch {
    return {}; // There is no such folder, which is an answer.
  }
  return { PYTHONPATH: [src, env.PYTHONPATH].filter((part) => part).join(delimiter) };
}

function hasPytest(python: string, cwd: string, env: Readonly<Record<string, string>>): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = 'import sys; sys.path.pop(0); import pytest';
    execFile(python, ['-c', probe], { cwd, env, timeout: 30_000, windowsHide: true }, (error) =>
      resolve(error === null),
    );
  });
}
