/** So many that ended are remembered. */
const mostEnded = 512;

const live = new Set<number>();
const ended = new Set<number>();
const starters = new Set<number>([process.pid]);

/** A main process was started, here or by a spawner of ours. */
export function noteStart(pid: number): void {
  live.add(pid);
  ended.delete(pid);
}

export function noteEnd(pid: number): void {
  if (!live.delete(pid)) return;
  ended.add(pid);
  if (ended.size <= mostEnded) return;
  for (const oldest of ended) {
    ended.delete(oldest);
    return;
  }
}

/** A process that starts others for us, and is noted for as long as it lives. */
export function noteStarter(pid: number): void {
  starters.add(pid);
}

export function forgetStarter(pid: number): void {
  starters.delete(pid);
}

/** Whether this is a main process that runs. */
export function isLive(pid: number): boolean {
  return live.has(pid);
}

/** Whether this id was a main process's lately; the system gives it to another one only when its ids have gone round. */
export function hasJustEnded(pid: number): boolean {
  return ended.has(pid);
}

/** Whether a process that has this parent is a main process: one that is so young that nobody has told of it yet. */
export function isStarter(parent: number): boolean {
  return starters.has(parent);
}
