import { connect } from '../client/connect.ts';
import type { EngineClient } from '../client/engine-client.ts';
import { errorMessage, isUserError } from '../common/errors.ts';
import type { DodecaEvent, EventOf } from '../model/event.ts';
import type { CommandContext } from './command-context.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import type { Reporter } from './reporters/reporter.ts';

/**
 * Shows a run until it has ended. Ctrl-C cancels the run, a second one kills it. When the engine dies it is started
 * once more, so that its recovery can tell how the run ended; nothing is resumed.
 *
 * @param after the last event that is not to be shown
 */
export async function followRun(
  context: CommandContext,
  client: EngineClient,
  run: { readonly runId: string; readonly after: number },
  reporter: Reporter,
): Promise<ExitCode> {
  const interrupts = new Interrupts(client, run.runId, reporter);
  try {
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
  readonly #runId: string;
  readonly #reporter: Reporter;

  constructor(client: EngineClient, runId: string, reporter: Reporter) {
    this.#client = client;
    this.#runId = runId;
    this.#reporter = reporter;
    process.on('SIGINT', this.#onSignal);
    process.on('SIGTERM', this.#onSignal);
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
    const kill = this.heard > 1;
    this.#reporter.onMessage(
      kill ? 'Killing the run …' : 'Cancelling the run … (once more to kill it at once)',
    );
    const reason = kill ? 'killed from the command line' : 'cancelled from the command line';
    this.#client.call('run/cancel', { run: this.#runId, kill, reason }).catch((error: unknown) => {
      const told = isUserError(error) ? error.message : errorMessage(error);
      this.#reporter.onMessage(`The run could not be cancelled: ${told}`);
    });
  };
}
