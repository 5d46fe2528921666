import * as z from 'zod';
import { countTests, firstLine, type Reading, type TestCase } from './test-result.ts';

const rowSchema = z.object({
  name: z.string(),
  group: z.string().nullable(),
  sub: z.string().nullable(),
  status: z.enum(['passed', 'failed', 'skipped']),
  file: z.string().nullable(),
  line: z.int().min(1).nullable(),
  ms: z.number().nullable(),
  message: z.string().nullable(),
  text: z.string().nullable(),
});

/** The results that our unittest program told; null where it told nothing. */
export function readUnittest(text: string): Reading | null {
  const tests: TestCase[] = [];
  let ended = false;
  for (const line of text.split('\n')) {
    const value = parseLine(line);
    if (value !== null && typeof value === 'object' && 'end' in value) ended = true;
    const row = rowSchema.safeParse(value);
    if (!row.success) continue;
    const { name, group, sub, status, file, line: at, ms, message, text: detail } = row.data;
    const said = firstLine(message ?? '');
    tests.push({
      name: [group, sub === null ? name : `${name} ${sub}`].filter((part) => part !== null).join(' > '),
      status,
      file,
      line: at,
      durationMs: ms === null ? null : Math.round(ms),
      message: said === '' ? null : said,
      detail: detail ?? '',
    });
  }
  if (tests.length === 0 && !ended) return null;
  const trouble = ended ? null : { message: 'Python ended before all tests had run', detail: '' };
  return { format: 'unittest', tests, counts: countTests(tests), trouble };
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null; // A line that a dying process left half written.
  }
}
