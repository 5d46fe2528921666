import { connect } from '../client/connect.ts';
import type { EngineClient } from '../client/engine-client.ts';
import { errorMessage, isUserError } from '../common/errors.ts';
import type { DodecaEvent, EventOf } from '../model/event.ts';
import type { CommandContext } from './command-context.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import type { Reporter } from './reporters/reporter.ts';

/** What is to be shown: the events of a run behind `after`. */
export interface RunToFollow {
  readonly runId: string;
  readonly after: number;
}

/**
 * Begins a run and shows it until it has ended. Ctrl-C cancels the run, a second one kills it. When the engine dies it
 * is started once more, so that its recovery can tell how the run ended; nothing is resumed.
 *
 * @param begin asks the engine for the run; null where there is nothing to do, which is a success
 */
export async function followRun(
  context: CommandContext,
  client: EngineClient,
  begin: () => Promise<RunToFollow | null>,
  reporter: Reporter,
): Promise<ExitCode> {
  // From before the run begins: it must not go on by itself because Ctrl-C came too early.
  const interrupts = new Interrupts(client, reporter);
  try {
    const run = await begin();
    if (!run) return exitCode.success;
    interrupts.concern(run.runId);
    const first = await follow(client, run, reporter);
    if (first.finished) return interrupts.heard ? exitCode.interrupted : codeOf(first.finished);
    reporter.onMessage(`The engine died: ${first.reason}`);
    const again = await connect(context.workspace, { client: 'cli', start: true });
    try {
      const second = await follow(again, { runId: run.runId, after: first.lastSeen }, reporter);
      if (!second.finished) reporter.onMessage(`The engine died again: ${second.reason}`);
      // The run had ended already, and the engine died before it could say so.
      else if (second.finished.status !== 'interrupted')
        return interrupts.heard ? exitCode.interrupted : codeOf(second.finished);
    } finally {
      again.dispose();
    }
    reporter.onMessage(`Go on with: dodeca resume ${run.runId}`);
    return interrupts.heard ? exitCode.interrupted : exitCode.engine;
  } finally {
    interrupts.dispose();
    reporter.end();
  }
}

interface Followed {
  readonly finished: EventOf<'run.finished'> | null;
  readonly lastSeen: number;
  readonly reason: string;
}

/** Hands events on until the run has finished or the connection is lost. */
async function follow(
  client: EngineClient,
  run: { readonly runId: string; readonly after: number },
  reporter: Reporter,
): Promise<Followed> {
  let lastSeen = run.after;
  return await new Promise<Followed>((resolve, reject) => {
    const onEvents = (events: readonly DodecaEvent[]): void => {
      for (const event of events) {
        lastSeen = event.seq;
        reporter.onEvent(event);
        if (event.type === 'run.finished') resolve({ finished: event, lastSeen, reason: '' });
      }
    };
    client.onClose((error) => resolve({ finished: null, lastSeen, reason: error.message }));
    client.subscribe(run, onEvents).catch((error: unknown) => {
      // A lost connection has been told by `onClose`.
      if (!client.closed) reject(error);
    });
  });
}

function codeOf(finished: EventOf<'run.finished'>): ExitCode {
  return finished.status === 'succeeded' ? exitCode.success : exitCode.failed;
}

/** Milliseconds within which two signals are one. */
const samePressMs = 150;

/** Turns Ctrl-C, and a polite request to end, into a cancel of the run. */
class Interrupts {
  heard = 0;
  #lastAt = Number.NEGATIVE_INFINITY;
  readonly #client: EngineClient;
  readonly #reporter: Reporter;
  #runId: string | null = null;

  constructor(client: EngineClient, reporter: Reporter) {
    this.#client = client;
    this.#reporter = reporter;
    process.on('SIGINT', this.#onSignal);
    process.on('SIGTERM', this.#onSignal);
  }

  /** The run that is meant, also by what was heard before it had an id. */
  concern(runId: string): void {
    this.#runId = runId;
    if (this.heard > 0) this.#cancel(runId);
  }

  dispose(): void {
    process.off('SIGINT', this.#onSignal);
    process.off('SIGTERM', this.#onSignal);
  }

  readonly #onSignal = (): void => {
    const now = performance.now();
    // One key press may arrive twice: from the terminal, and forwarded by whoever started this.
    if (now - this.#lastAt < samePressMs) return;
    this.#lastAt = now;
    this.heard += 1;
    if (this.#runId !== null) this.#cancel(this.#runId);
  };

  #cancel(run: string): void {
    const kill = this.heard > 1;
    this.#reporter.onMessage(
      kill ? 'Killing the run …' : 'Cancelling the run … (once more to kill it at once)',
    );
    const reason = kill ? 'killed from the command line' : 'cancelled from the command line';
    this.#client.call('run/cancel', { run, kill, reason }).catch((error: unknown) => {
      const told = isUserError(error) ? error.message : errorMessage(error);
      this.#reporter.onMessage(`The run could not be cancelled: ${told}`);
    });
  }
}
