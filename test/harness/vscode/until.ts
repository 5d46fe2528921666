import { setTimeout as sleep } from 'node:timers/promises';

/** How long to wait for something in the editor before giving up, milliseconds: long, for machines are shared. */
export const patienceMs = 60_000;

const lookAgainMs = 50;

/** Nothing yet. */
export type NotYet = undefined | null | false;

/**
 * Asks again and again, until the answer is something; fails with what was waited for and what was seen last.
 * A probe that fails has not found it yet.
 */
export async function until<T>(
  what: string,
  probe: () => Promise<T | NotYet>,
  seen: () => Promise<string> = async () => '',
  waitMs = patienceMs,
): Promise<T> {
  const end = performance.now() + waitMs;
  let last: unknown;
  for (;;) {
    try {
      const found = await probe();
      if (found !== undefined && found !== null && found !== false) return found;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (performance.now() > end) {
      const now = await seen().catch((error: unknown) => String(error));
      throw new Error(`${what}: not within ${waitMs / 1000} s${now && `; there is now:\n${now}`}`, {
        ...(last !== undefined && { cause: last }),
      });
    }
    await sleep(lookAgainMs);
  }
}
