import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { captureOutput } from '../../process/capture-output.ts';
import { isolation } from '../working-python.ts';
import { workspaceFiles } from '../workspace-files.ts';
import { profileOfSamples, readCpuProfile } from './cpu-profile.ts';
import type { FunctionProfile } from './function-profile.ts';
import { placeInWorkspace } from './place-in-workspace.ts';
import type { ProfiledCommand } from './profiled-command.ts';
import { profileOfPython, pythonStatsProgram, readPythonStats } from './python-stats.ts';
import { runOnce } from './run-once.ts';

/** A profile, or why there is none. */
export type ProfileOutcome =
  | { readonly profile: FunctionProfile; readonly failure: null }
  | { readonly profile: null; readonly failure: string };

export interface ProfileRequest {
  readonly workspace: string;
  readonly cwd: string;
  readonly timeoutMs: number;
  /** Median time of a run without the profiler, milliseconds: how often to sample follows from it. */
  readonly wallMs: number;
}

/** Larger profiles are not read, bytes. */
const mostBytes = 32 * 1024 * 1024;

/** Runs the command once more under the profiler of its language. */
export async function takeProfile(
  command: ProfiledCommand & { readonly kind: 'python' | 'node' },
  request: ProfileRequest,
): Promise<ProfileOutcome> {
  const folder = mkdtempSync(join(tmpdir(), 'dodeca-profile-'));
  try {
    return await (command.kind === 'python' ? profilePython : profileNode)(command, request, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function profilePython(
  command: ProfiledCommand,
  { workspace, cwd, timeoutMs }: ProfileRequest,
  folder: string,
): Promise<ProfileOutcome> {
  const output = join(folder, 'profile');
  const args = [
    ...command.args.slice(0, command.options),
    ...['-m', 'cProfile', '-o', output],
    ...command.args.slice(command.options),
  ];
  const run = await runOnce({ ...command, args, cwd, timeoutMs });
  const written = statSync(output, { throwIfNoEntry: false });
  if (!written?.isFile())
    return none(`cProfile wrote nothing: ${run.failure ?? 'the program left without it'}`);
  if (written.size > mostBytes) return none('the profile is larger than 32 MiB');
  const printed = await captureOutput(command.file, [...isolation, '-c', pythonStatsProgram, output]);
  const stats = printed === null ? null : readPythonStats(printed);
  if (stats === null) return none('what cProfile wrote cannot be read');
  const pathOf = workspacePaths(
    workspace,
    stats.map(({ file }) => file),
    (file) => (/^[<~]/.test(file) || file === '' ? null : resolve(cwd, file)),
  );
  return { profile: profileOfPython(stats, pathOf), failure: null };
}

async function profileNode(
  command: ProfiledCommand,
  { workspace, cwd, timeoutMs, wallMs }: ProfileRequest,
  folder: string,
): Promise<ProfileOutcome> {
  const args = [
    ...command.args.slice(0, command.options),
    '--cpu-prof',
    `--cpu-prof-dir=${folder}`,
    `--cpu-prof-interval=${sampleInterval(wallMs)}`,
    ...command.args.slice(command.options),
  ];
  const run = await runOnce({ ...command, args, cwd, timeoutMs });
  const name = mainProfile(readdirSync(folder), run.pid);
  if (name === undefined)
    return none(`Node wrote no profile: ${run.failure ?? 'the program left without it'}`);
  if (statSync(join(folder, name)).size > mostBytes) return none('the profile is larger than 32 MiB');
  const read = readCpuProfile(readFileSync(join(folder, name), 'utf8'));
  if (read === null) return none('what Node wrote cannot be read');
  const pathOf = workspacePaths(
    workspace,
    read.nodes.map(({ callFrame }) => callFrame.url),
    scriptPath,
  );
  return { profile: profileOfSamples(read, pathOf), failure: null };
}

/**
 * The profile of the main thread, among those of the threads and processes that it started:
 * CPU.<day>.<time>.<process>.<thread>.<number>.cpuprofile. Where `node` is a script that starts Node, it is the first.
 */
export function mainProfile(names: readonly string[], pid: number | null): string | undefined {
  const threads = names.filter((name) => /^CPU\.\d+\.\d+\.\d+\.0\.\d+\.cpuprofile$/.test(name)).sort();
  return threads.find((name) => name.split('.')[3] === String(pid)) ?? threads[0];
}

/** Microseconds between samples: some 5,000 in a run, but no more than 5 in a millisecond, which would slow it down. */
export function sampleInterval(wallMs: number): number {
  return Math.min(10_000, Math.max(200, Math.round((wallMs * 1000) / 5000)));
}

function none(failure: string): ProfileOutcome {
  return { profile: null, failure };
}

function scriptPath(url: string): string | null {
  try {
    if (url.startsWith('file:')) return fileURLToPath(url);
  } catch {
    return null; // A URL that names no file of this system.
  }
  return isAbsolute(url) ? url : null;
}

/**
 * Which of the files a profiler names are files of the workspace, and not ignored there: a function from the name to
 * the path relative to the workspace.
 */
function workspacePaths(
  workspace: string,
  names: readonly string[],
  absolute: (name: string) => string | null,
): (name: string) => string | null {
  const places = new Map<string, string>();
  for (const name of new Set(names)) {
    const file = absolute(name);
    const path = file === null ? null : placeInWorkspace(workspace, file);
    if (path !== null) places.set(name, path);
  }
  if (places.size === 0) return () => null;
  const asked = new Set(places.values());
  const everything = { include: ['**/*'], exclude: [], max_file_size: Number.MAX_SAFE_INTEGER };
  const { files } = workspaceFiles(workspace, everything, (path) => asked.has(path));
  const kept = new Set(files.map(({ path }) => path));
  return (name) => {
    const path = places.get(name);
    return path !== undefined && kept.has(path) ? path : null;
  };
}
