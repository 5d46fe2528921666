import { setTimeout as sleep } from 'node:timers/promises';
import { errorMessage, UserError } from '../common/errors.ts';
import { endSpawners, spawnerMark } from '../process/end-spawners.ts';
import { sendSignal } from '../process/kill-tree.ts';
import type { EngineFile } from '../rpc/engine-file.ts';
import { stateFolderOf } from '../rpc/state-folder.ts';
import { connect } from './connect.ts';
import type { EngineClient } from './engine-client.ts';
import { findEngine, hangUpMs, isRunning } from './find-engine.ts';

export interface StopOptions {
  /** `when-idle` keeps the runs, and waits for them. Default: `cancel`. */
  readonly mode?: 'cancel' | 'when-idle' | undefined;
  /** Milliseconds that an engine may take to answer. */
  readonly answerMs?: number | undefined;
  /** Milliseconds that an engine which was asked may take to cancel its runs and leave. */
  readonly leaveMs?: number | undefined;
  /** Milliseconds that an engine which was signalled may take. */
  readonly signalMs?: number | undefined;
  /** The engine's program, for the recovery after a kill; undefined is the one that belongs to this program. */
  readonly entry?: string | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
}

export interface StopReport {
  /** False where there was no engine. */
  readonly stopped: boolean;
  /** Whether the engine had to be killed. */
  readonly forced: boolean;
}

const defaultAnswerMs = 5000;
const defaultLeaveMs = 60_000;
const defaultSignalMs = 10_000;
const longestPauseMs = 100;

/**
 * Stops the engine of a workspace, and returns when every process of it is gone. One that does not answer, or does
 * not leave, is signalled, then killed; then an engine is started for a moment, since only its recovery knows which
 * processes the dead one left behind.
 */
export async function stopEngine(workspace: string, options: StopOptions = {}): Promise<StopReport> {
  const { answerMs = defaultAnswerMs, leaveMs = defaultLeaveMs, signalMs = defaultSignalMs } = options;
  const { mode = 'cancel' } = options;
  const folder = stateFolderOf(workspace);
  const found = await findEngine(folder, { client: 'cli', linger: false, timeoutMs: answerMs });
  if (found.kind === 'none') return { stopped: false, forced: false };
  const { file } = found;
  if (found.kind === 'engine' && (await ask(found.client, mode, answerMs))) {
    if (await isGone(file, mode === 'when-idle' ? Number.POSITIVE_INFINITY : leaveMs)) {
      return { stopped: true, forced: false };
    }
  } else if (found.kind === 'leaving') {
    if (await isGone(file, leaveMs)) return { stopped: true, forced: false };
  } else if (found.kind === 'hangs-up' && (await isGone(file, hangUpMs))) {
    return { stopped: true, forced: false };
  } else if (mode === 'when-idle') {
    throw new UserError(
      'engine-unreachable',
      `The engine (process ${file.pid}) cannot be asked to wait for its runs. Run "dodeca stop" to end it with them.`,
    );
  }
  return endProcess(file, folder.workspace, signalMs, options);
}

/** Whether the engine has heard the wish. */
async function ask(client: EngineClient, mode: 'cancel' | 'when-idle', answerMs: number): Promise<boolean> {
  const late = new AbortController();
  try {
    return await Promise.race([
      client.call('engine/stop', { mode }).then(() => true),
      sleep(answerMs, false, { signal: late.signal }),
    ]);
  } catch {
    // It went away under the question: what follows looks at the process.
    return true;
  } finally {
    late.abort();
    client.dispose();
  }
}

async function endProcess(
  file: EngineFile,
  workspace: string,
  signalMs: number,
  options: StopOptions,
): Promise<StopReport> {
  if (await isRunning(file)) sendSignal(file.pid, 'SIGTERM');
  if (await isGone(file, signalMs)) return { stopped: true, forced: false };
  sendSignal(file.pid, 'SIGKILL');
  if (!(await isGone(file, signalMs))) {
    throw new UserError('engine-unreachable', `The engine (process ${file.pid}) survives even a kill.`);
  }
  try {
    const { entry, env } = options;
    const client = await connect(workspace, { client: 'cli', start: true, entry, env });
    await stopEngine(workspace, { ...options, mode: 'cancel' });
    client.dispose();
    // Where nothing ran there was nothing to recover, and nobody looked for them.
    await endSpawners(spawnerMark(workspace));
  } catch (error) {
    throw new UserError(
      'engine-killed',
      `The engine did not answer and was killed. Processes of its agents may be left, since no other engine could look after them: ${errorMessage(error)}`,
      { cause: error },
    );
  }
  return { stopped: true, forced: true };
}

/** Whether the process is gone within so many milliseconds. */
async function isGone(file: EngineFile, ms: number): Promise<boolean> {
  const deadline = performance.now() + ms;
  for (let pause = 5; ; pause = Math.min(2 * pause, longestPauseMs)) {
    // The signal is cheap everywhere, and a zombie still takes it.
    if (!sendSignal(file.pid, 0) || !(await isRunning(file))) return true;
    if (performance.now() >= deadline) return false;
    await sleep(pause);
  }
}
