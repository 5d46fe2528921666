import { patienceMs, until } from './until.ts';

/** Waits until a text is, or matches, what is wanted; answers with it. Fails with what it was last. */
export async function untilText(
  what: string,
  read: () => Promise<string>,
  wanted: string | RegExp,
  waitMs: number = patienceMs,
): Promise<string> {
  const fits = (text: string): boolean => (typeof wanted === 'string' ? text === wanted : wanted.test(text));
  let last = '';
  const found = await until(
    `${what} to be\n${wanted}\n`,
    async () => {
      last = await read();
      return fits(last) ? { text: last } : null;
    },
    async () => last,
    waitMs,
  );
  return found.text;
}
