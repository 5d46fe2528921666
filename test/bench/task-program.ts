import { findProgram } from '../../src/process/find-program.ts';
import type { Task } from './task-graph.ts';

/** Where a small program of the system is. */
function programPath(name: string): string {
  const path = findProgram(name, process.env as Record<string, string>);
  if (path === null) throw new Error(`there is no program ${name} on this machine to measure with`);
  return path;
}

const paths = new Map<string, string>();

/** The words of a task's command: `/bin/true`, or `/bin/sleep 0.25`. */
export function commandOf({ ms }: Task): readonly [string, ...string[]] {
  const name = ms === 0 ? 'true' : 'sleep';
  const path = paths.get(name) ?? programPath(name);
  paths.set(name, path);
  return ms === 0 ? [path] : [path, (ms / 1000).toFixed(3)];
}
