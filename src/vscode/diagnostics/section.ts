import { errorMessage } from '../../common/errors.ts';

/** A part of the diagnostics. */
export interface Section {
  readonly title: string;
  readonly read: () => readonly string[] | Promise<readonly string[]>;
}

/** Milliseconds that a part may take: what is wrong may be that somebody does not answer. */
const longestMs = 5000;

/** A part as Markdown. One that cannot be had says why, and the others stand. */
export async function sectionText(
  { title, read }: Section,
  clean: (text: string) => string,
): Promise<string> {
  const text = clean(await readInTime(read)).trimEnd();
  const ticks = [...text.matchAll(/`{3,}/g)].map(([run]) => run.length);
  const fence = '`'.repeat(Math.max(2, ...ticks) + 1);
  return `## ${clean(title)}\n\n${fence}text\n${text === '' ? '(nothing)' : text}\n${fence}`;
}

async function readInTime(read: Section['read']): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${longestMs} ms`)), longestMs);
  });
  try {
    return (await Promise.race([Promise.resolve(read()), tooLate])).join('\n');
  } catch (error) {
    return `This could not be read: ${errorMessage(error)}`;
  } finally {
    clearTimeout(timer);
  }
}
