import type { EngineClient, EventSubscription } from '../client/engine-client.ts';
import type { Disposable } from '../common/disposable.ts';
import type { DodecaEvent } from '../model/event.ts';
import type { RunReport } from '../model/report.ts';
import { isRunEnd } from '../model/status.ts';

/** Milliseconds without an event of the run after which its record seems to be read: it is made sure of then. */
const quietMs = 50;

/**
 * Reads what is recorded of a run, in order, at least until it stands as a report of it says. Rejects when the
 * connection is lost.
 *
 * @param after the last event that was read before; 0 reads from the beginning
 * @param take hears of every event of the run, a batch at a time
 * @returns the event up to which everything of the run was read
 */
export async function readRecord(
  client: EngineClient,
  report: RunReport,
  after: number,
  take: (events: readonly DodecaEvent[]) => void,
): Promise<number> {
  let through = after;
  let isComplete = false;
  const takeIn = (events: readonly DodecaEvent[]): void => {
    const last = events.at(-1);
    if (!last) return;
    take(events);
    through = last.seq;
    isComplete ||= events.some((event) => isEndOf(event, report));
  };
  await followUntil(client, { after, runId: report.runId }, quietMs, (events) => {
    takeIn(events);
    return isComplete || through >= report.asOf;
  });
  // Nobody says when the last event of one run was told. Of all runs together the numbers have no gaps: what may be
  // left is read so.
  if (!isComplete && through < report.asOf) {
    let seen = through;
    await followUntil(client, { after: through }, null, (events) => {
      seen = events.at(-1)?.seq ?? seen;
      takeIn(events.filter((event) => 'runId' in event && event.runId === report.runId));
      return seen >= report.asOf;
    });
    through = seen;
  }
  return through;
}

/** Whether an event is the end of the run that its report tells of: what comes after it changes nothing. */
function isEndOf(event: DodecaEvent, { status, finishedAt }: RunReport): boolean {
  return isRunEnd(status) && event.type === 'run.finished' && event.at === finishedAt;
}

/** Takes in events until `take` says that it is enough, or, with a time, until none has come for so long. */
async function followUntil(
  client: EngineClient,
  request: { readonly after: number; readonly runId?: string },
  quiet: number | null,
  take: (events: readonly DodecaEvent[]) => boolean,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let timer: NodeJS.Timeout | undefined;
  let subscription: EventSubscription | undefined;
  let closing: Disposable | undefined;
  const wait = (): void => {
    clearTimeout(timer);
    if (quiet !== null) timer = setTimeout(resolve, quiet);
  };
  let done = false;
  try {
    subscription = await client.subscribe(request, (events) => {
      if (done) return;
      try {
        if (take(events)) resolve();
        else wait();
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
    closing = client.onClose(reject);
    wait();
    await promise;
  } finally {
    done = true;
    clearTimeout(timer);
    closing?.dispose();
    subscription?.dispose();
  }
}
