import { setTimeout as sleep } from 'node:timers/promises';
import { err, ok, type Result } from '../../common/result.ts';
import { catchesSignal } from '../../process/caught-signals.ts';
import { sendSignal } from '../../process/kill-tree.ts';
import { programInTree } from '../../process/program-in-tree.ts';
import type { AttachRequest } from './attach-request.ts';
import { runtimeOf } from './debug-target.ts';
import { debuggerLine } from './debugger-line.ts';

/** How long a process may take to set up its handler, and to open its inspector, milliseconds. */
const settleMs = 5000;
const openMs = 10_000;

/**
 * Has a running Node open its inspector, by the signal that it has for that, and answers with the port: 9229, or what
 * the agent's flags say. The signal is sent only to a process that is Node and handles it; it would end any other.
 */
export async function attachNode(request: AttachRequest): Promise<Result<number, string>> {
  const { pid, stderr, signal } = request;
  const node = await programInTree(pid, (program) => runtimeOf(program) === 'node');
  if (node === null) return err('no process of the agent is Node now');
  if (!(await settled(node, signal)))
    return err('its Node does not take the signal that opens the inspector: step into the agent instead');
  const limit = AbortSignal.any([signal, AbortSignal.timeout(openMs)]);
  const line = debuggerLine(stderr, limit);
  openInspector(node);
  const told = await line;
  if (signal.aborted) return err('the agent has ended');
  if (told === null)
    return err(
      `its Node did not open its inspector within ${openMs / 1000} s: it may be open already, or the agent handles SIGUSR1 itself`,
    );
  if (told.kind === 'listening') return ok(told.port);
  return err(
    `its Node could not listen on ${told.reason}. End the debugger that has this port, or give the agent a port of its own with "debug: { port: … }"`,
  );
}

async function settled(pid: number, signal: AbortSignal): Promise<boolean> {
  if (process.platform === 'win32') return true;
  const until = performance.now() + settleMs;
  while (performance.now() < until && !signal.aborted) {
    if (await catchesSignal(pid, 'SIGUSR1')) return true;
    await sleep(20);
  }
  return false;
}

function openInspector(pid: number): void {
  if (process.platform !== 'win32') {
    sendSignal(pid, 'SIGUSR1');
    return;
  }
  // Windows has no signals: what `node inspect -p` calls.
  const own: { readonly _debugProcess?: (pid: number) => void } = process as never;
  try {
    own._debugProcess?.(pid);
  } catch {
    // It is no Node, or another user's: no line comes, and that is told.
  }
}
