import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../common/errors.ts';
import type { EngineFile } from '../rpc/engine-file.ts';
import { engineRunningCode } from '../rpc/handshake.ts';
import type { ClientKind } from '../rpc/methods.ts';
import { type StateFolder, stateFolderOf } from '../rpc/state-folder.ts';
import type { EngineClient } from './engine-client.ts';
import { findEngine, hangUpMs } from './find-engine.ts';
import { startEngine } from './start-engine.ts';

export interface ConnectOptions {
  readonly client: ClientKind;
  /** Whether to start an engine where there is none. */
  readonly start: boolean;
  /** Whether an engine that the command line started should wait for somebody else when this client leaves. */
  readonly linger?: boolean | undefined;
  /** The engine's program; undefined is the one that belongs to this program. */
  readonly entry?: string | undefined;
  /** The environment of an engine that is started. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Milliseconds that a running engine may take to answer. */
  readonly answerMs?: number | undefined;
  /** Milliseconds that everything together may take. */
  readonly timeoutMs?: number | undefined;
}

const defaultAnswerMs = 10_000;
const defaultTimeoutMs = 30_000;

/** Milliseconds that an engine may take to start, even where less is left. */
const leastStartMs = 5000;

/** Engines that are started before it is given up: those that start and are gone at once would come for ever. */
const maxStarts = 3;

/** Milliseconds between two looks for an engine that somebody else starts or that leaves. */
const lookAgainMs = 25;

/**
 * Joins the engine of a workspace, or starts it. Errors: `no-engine` where there is none and none may be started,
 * `engine-unreachable` where one is there and does not answer, `engine-failed` or the engine's own code where it
 * could not start.
 */
export async function connect(workspace: string, options: ConnectOptions): Promise<EngineClient> {
  const folder = stateFolderOf(workspace);
  const deadline = performance.now() + (options.timeoutMs ?? defaultTimeoutMs);
  const left = () => Math.max(1, deadline - performance.now());
  let starts = 0;
  let hangsUpSince = Number.POSITIVE_INFINITY;
  while (performance.now() < deadline) {
    const found = await findEngine(folder, {
      client: options.client,
      linger: options.linger ?? false,
      timeoutMs: Math.min(options.answerMs ?? defaultAnswerMs, left()),
    });
    if (found.kind === 'engine') return found.client;
    if (found.kind === 'refuses') throw found.error;
    if (found.kind === 'silent') {
      throw new UserError(
        'engine-unreachable',
        `The engine of this workspace (process ${found.file.pid}) does not answer. Run "dodeca stop" to end it, then try again.`,
      );
    }
    if (found.kind === 'hangs-up') {
      hangsUpSince = Math.min(hangsUpSince, performance.now());
      if (performance.now() - hangsUpSince >= hangUpMs) throw hangsUp(found.file);
    } else {
      hangsUpSince = Number.POSITIVE_INFINITY;
    }
    if (found.kind === 'none') {
      if (!options.start) throw noEngine(folder);
      if (starts === maxStarts) throw startedInVain();
      if (await tryStart(folder, options, Math.max(left(), leastStartMs))) {
        starts += 1;
        continue;
      }
    }
    // Somebody else's engine is about to come or to go.
    await sleep(lookAgainMs);
  }
  throw new UserError(
    'engine-unreachable',
    `Another engine holds ${folder.workspace} and cannot be reached. Run "dodeca stop" to end it; if it runs in another container, or for another user, use the workspace from there.`,
  );
}

/** Whether the engine was started; false where another one serves the workspace already. */
async function tryStart(folder: StateFolder, options: ConnectOptions, timeoutMs: number): Promise<boolean> {
  const handshake = await startEngine({
    workspace: folder.workspace,
    startedByCli: options.client === 'cli',
    entry: options.entry,
    env: options.env,
    timeoutMs,
  });
  if ('ready' in handshake) return true;
  if (handshake.error.code === engineRunningCode) return false;
  throw new UserError(handshake.error.code, handshake.error.message);
}

function hangsUp({ pid }: EngineFile): UserError {
  return new UserError(
    'engine-unreachable',
    `The engine of this workspace (process ${pid}) hangs up: the token in .dodeca/engine.json is not its own. Run "dodeca stop" to end it, then try again.`,
  );
}

function noEngine(folder: StateFolder): UserError {
  return new UserError('no-engine', `No engine runs for ${folder.workspace}.`);
}

function startedInVain(): UserError {
  return new UserError(
    'engine-failed',
    'The engine starts, and is gone before it can be asked. Its log is .dodeca/engine.log.',
  );
}
