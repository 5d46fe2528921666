import { setTimeout as sleep } from 'node:timers/promises';
import { endTree, type ProcessTree } from '../process/kill-tree.ts';

/** Milliseconds after which a process that has just begun shows its environment. */
const settleMs = 25;

/**
 * Ends what a command has left, and looks once more a moment later: in the middle of execve(2) a process has its new
 * file and shows no environment yet, so that one which had just left the group would be overlooked.
 *
 * @param graceMs that processes have to end by themselves; 0 kills at once
 */
export async function endCommand(tree: ProcessTree, graceMs: number): Promise<void> {
  await endTree(tree, graceMs).done;
  await sleep(settleMs);
  await endTree(tree, graceMs).done;
}
