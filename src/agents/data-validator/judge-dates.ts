import type { ColumnProfile } from './column-profile.ts';
import { dateForm } from './date-form.ts';
import { quoted } from './quoted.ts';
import type { Suspicion } from './suspicion.ts';
import type { Cell } from './table.ts';

/** Fewer dates say nothing about what is usual. */
const fewestDates = 20;
/** The share of the values of a column that are dates in a column of dates. */
const dateShare = 0.9;

/** Dates of a column in more than one form. */
export function judgeDates(at: number, profile: ColumnProfile): Suspicion | null {
  const { dateForms, kinds, present } = profile;
  if (kinds.date < fewestDates || kinds.date < dateShare * present || dateForms.size < 2) return null;
  const forms = mergeUndecided(dateForms);
  if (forms.size < 2) return null;
  const [usual, often] = [...forms].reduce((best, entry) => (entry[1] > best[1] ? entry : best));
  const isOdd = (cell: Cell): boolean => {
    if (typeof cell !== 'string') return false;
    const form = dateForm(cell.trim());
    return form !== null && !isSame(form, usual);
  };
  const count = [...forms].reduce((sum, [form, times]) => sum + (isSame(form, usual) ? 0 : times), 0);
  if (count === 0) return null;
  return {
    rule: 'mixed-dates',
    column: at,
    count,
    matches: ({ cells }) => isOdd(cells[at]),
    message: ({ cells }) => {
      const form = dateForm(String(cells[at]).trim()) ?? '';
      return `the date ${quoted(cells[at])} is written as ${form}, ${often} others as ${usual}`;
    },
  };
}

/** `3/4/2020` may be either order: it counts with the order that shows elsewhere in the column. */
function mergeUndecided(forms: ReadonlyMap<string, number>): Map<string, number> {
  const merged = new Map(forms);
  for (const [form, count] of forms) {
    if (!isUndecided(form)) continue;
    const decided = [...forms].filter(([other]) => other !== form && isSame(other, form));
    const [best] = decided.sort((a, b) => b[1] - a[1]);
    if (best === undefined) continue;
    merged.delete(form);
    merged.set(best[0], (merged.get(best[0]) ?? 0) + count);
  }
  return merged;
}

function isUndecided(form: string): boolean {
  return form.startsWith('?');
}

/** Whether two forms can be one, where one does not show what is day and what is month. */
function isSame(one: string, other: string): boolean {
  if (one === other) return true;
  if (isUndecided(one) === isUndecided(other)) return false;
  return undecided(one) === undecided(other);
}

function undecided(form: string): string {
  return form.replace(/^[dm?]([-/.])[dm?]\1/, '?$1?$1');
}
