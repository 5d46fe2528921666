import { existsSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '../../src/process/find-program.ts';
import { runBounded } from '../../src/process/run-bounded.ts';
import { cacheFolder } from './vscode/cache-folder.ts';
import { installOnce } from './vscode/install-once.ts';

/** How long asking an interpreter may take, making an environment, and installing into it, milliseconds. */
const limits = { ask: 60_000, make: 120_000, install: 120_000 };

/** How long it is believed that nothing could be installed, milliseconds: there are many test files. */
const despairMs = 10 * 60_000;

let found: Promise<string | null> | undefined;

/**
 * The path of a Python that has debugpy: what `DODECA_TEST_PYTHON` names, `python3` on the path, the system's, or one
 * in an environment of its own that is made once for every checkout of this user. Null where there is none and none
 * can be made: tests that need it are skipped.
 */
export function findDebugpyPython(): Promise<string | null> {
  found ??= find();
  return found;
}

/** A Python, with or without debugpy; null where there is none. */
export function anyPython(): string | null {
  return candidates()[0] ?? null;
}

async function find(): Promise<string | null> {
  const pythons = candidates();
  for (const python of pythons) if (await hasDebugpy(python)) return python;
  for (const python of pythons) {
    const own = await withEnvironment(python);
    if (own !== null) return own;
  }
  return null;
}

function candidates(): readonly string[] {
  const named = process.env.DODECA_TEST_PYTHON;
  const places = [named, findProgram('python3', process.env), '/usr/bin/python3'];
  return [...new Set(places.filter((place) => place && existsSync(place)))] as string[];
}

async function hasDebugpy(python: string): Promise<boolean> {
  return (await run(python, ['-c', 'import debugpy'], limits.ask)).exitCode === 0;
}

/** The Python of an environment that has debugpy, made where it was not; null where that cannot be done. */
async function withEnvironment(python: string): Promise<string | null> {
  const version = (await run(python, ['-c', 'import sys; print(*sys.version_info[:2], sep=".")'], limits.ask))
    .stdout;
  if (!/^\d+\.\d+\s*$/.test(version)) return null;
  const folder = join(cacheFolder(), `debugpy-python-${version.trim()}`);
  const own = join(folder, ...(process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python']));
  const despaired = `${folder}.failed`;
  const failedAt = statSync(despaired, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (Date.now() - failedAt < despairMs) return null;
  try {
    await installOnce({
      title: `debugpy for Python ${version.trim()}`,
      folder,
      recipe: `debugpy 1, ${python}`,
      install: async () => {
        await succeed(python, ['-m', 'venv', folder], limits.make);
        await succeed(own, ['-m', 'pip', 'install', '--quiet', '--retries', '1', 'debugpy'], limits.install);
        if (!(await hasDebugpy(own))) throw new Error('debugpy cannot be loaded');
      },
    });
    return own;
  } catch (error) {
    process.stderr.write(`No debugpy for tests: ${error instanceof Error ? error.message : String(error)}\n`);
    writeFileSync(despaired, '');
    return null;
  }
}

async function succeed(file: string, args: readonly string[], timeoutMs: number): Promise<void> {
  const { exitCode, stderr, timedOut } = await run(file, args, timeoutMs);
  if (exitCode === 0) return;
  const said = timedOut ? `not within ${timeoutMs / 1000} s` : (stderr.trim().split('\n').at(-1) ?? '');
  throw new Error(`${file} ${args.join(' ')}: ${said}`);
}

function run(file: string, args: readonly string[], timeoutMs: number): ReturnType<typeof runBounded> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  // Not in a folder whose files Python would take for modules.
  return runBounded({ file, args, cwd: tmpdir(), env, timeoutMs });
}
