import { captureOutput } from './capture-output.ts';
import { type EnvironmentMark, findByEnvironment } from './find-by-environment.ts';
import { processTable, withDescendants } from './process-table.ts';

/** What belongs together: a process, its group, its descendants, and whatever carries its mark. */
export interface ProcessTree {
  /** The process that was started, leader of a group of its own; null where only the mark is known. */
  readonly pid: number | null;
  /** What it handed down in its environment; finds those that left the group and lost their parent. */
  readonly mark: EnvironmentMark | null;
  /** Milliseconds since the epoch at which the process was started: on Windows nothing older belongs to it. */
  readonly since: number;
}

/** The end of a process tree, under way. */
export interface TreeEnd {
  /** Resolves when none of the tree is left, with the ids of those that could not be ended (usually none). */
  readonly done: Promise<readonly number[]>;
  /** Leaves at most this much grace from now on, milliseconds; 0 kills at once. */
  hasten(graceMs: number): void;
}

/** How long the kill is repeated before those that survive it (they hang in the kernel, or are another user's) are given up. */
const giveUpAfterMs = 10_000;

const longestPauseMs = 100;

/**
 * Ends a whole process tree: SIGTERM to its group and to each member found, and after the grace SIGKILL, again and
 * again until none is left. Windows knows no polite signal for programs without a window: `taskkill /T /F` at once.
 */
export function endTree(tree: ProcessTree, graceMs: number): TreeEnd {
  let deadline = performance.now() + Math.max(0, graceMs);
  let wake: () => void = () => undefined;
  return {
    done: end(),
    hasten(graceMs) {
      const sooner = performance.now() + Math.max(0, graceMs);
      if (sooner >= deadline) return;
      deadline = sooner;
      wake();
    },
  };

  async function end(): Promise<readonly number[]> {
    const asked = new Set<number>();
    let killing = false;
    let pause = 2;
    for (;;) {
      const members = await treeMembers(tree);
      if (members.length === 0) return [];
      const now = performance.now();
      if (now >= deadline + giveUpAfterMs) return members;
      if (now >= deadline) {
        if (!killing) pause = 2;
        killing = true;
        await kill(tree, members);
      } else {
        const fresh = members.filter((pid) => !asked.has(pid));
        if (fresh.length > 0) signalTree(tree, fresh, 'SIGTERM');
        for (const pid of fresh) asked.add(pid);
      }
      const left = performance.now() < deadline ? deadline - performance.now() : Number.POSITIVE_INFINITY;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(pause, left));
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      pause = Math.min(pause * 2, longestPauseMs);
    }
  }
}

/** The ids of all processes of a tree that run now, this process never among them. */
export async function treeMembers(tree: ProcessTree): Promise<readonly number[]> {
  const table = await processTable();
  const roots = new Set<number>();
  if (tree.pid !== null) {
    for (const entry of table) {
      if (entry.pid === tree.pid || entry.pgid === tree.pid) roots.add(entry.pid);
    }
    // The parent may be gone, and its children still name it (Windows).
    roots.add(tree.pid);
  }
  if (tree.mark !== null) for (const pid of await findByEnvironment(tree.mark)) roots.add(pid);
  const found = withDescendants(table, roots);
  return table
    .filter(
      ({ pid, start }) =>
        found.has(pid) && isForeign(pid) && (process.platform !== 'win32' || start >= tree.since),
    )
    .map(({ pid }) => pid);
}

async function kill(tree: ProcessTree, members: readonly number[]): Promise<void> {
  if (process.platform !== 'win32') {
    signalTree(tree, members, 'SIGKILL');
    return;
  }
  const targets = members.flatMap((pid) => ['/PID', String(pid)]);
  await captureOutput('taskkill', ['/T', '/F', ...targets]);
}

function signalTree(tree: ProcessTree, members: readonly number[], signal: 'SIGTERM' | 'SIGKILL'): void {
  // The whole group in one step first, so that a member that forks right now does not slip through.
  if (tree.pid !== null && process.platform !== 'win32') sendSignal(-tree.pid, signal);
  for (const pid of members) sendSignal(pid, signal);
}

/** False where there is nobody to signal, or nobody that we may signal. Refuses ids that mean more than one process or us. */
export function sendSignal(target: number, signal: NodeJS.Signals | 0): boolean {
  if (!isForeign(Math.abs(target))) return false;
  try {
    return process.kill(target, signal);
  } catch {
    return false; // ESRCH and EPERM: the walk that follows tells what is left.
  }
}

function isForeign(pid: number): boolean {
  return pid > 1 && pid !== process.pid;
}
