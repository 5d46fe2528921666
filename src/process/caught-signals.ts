import { constants } from 'node:os';
import { readProcFile } from './proc-file.ts';
import { processStartedAt } from './process-identity.ts';

/** After so many milliseconds a program has set up what it does at signals. */
const settledMs = 1000;

/**
 * Whether a process has a handler for a signal: one that has none would be ended by it. Where the system does not tell
 * (elsewhere than on Linux), whether it has run long enough to have set one up.
 */
export async function catchesSignal(pid: number, signal: NodeJS.Signals): Promise<boolean> {
  if (process.platform !== 'linux') {
    const startedAt = await processStartedAt(pid);
    return startedAt !== null && Date.now() - startedAt > settledMs;
  }
  const status = readProcFile(`/proc/${pid}/status`);
  const text = status?.toString('latin1', 0, status.length) ?? '';
  const [, caught] = /^SigCgt:\s*([0-9a-f]+)$/m.exec(text) ?? [];
  if (caught === undefined) return false;
  return (BigInt(`0x${caught}`) & (1n << BigInt(constants.signals[signal] - 1))) !== 0n;
}
