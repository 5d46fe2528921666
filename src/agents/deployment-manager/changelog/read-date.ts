/** A day that an entry of a changelog names. */
export interface EntryDate {
  /** As it is written. */
  readonly text: string;
  /** Milliseconds since 1970 of its beginning (UTC); null of a day that does not exist. */
  readonly time: number | null;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const monthName =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';

const numeric = /(?<![\d.])(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\d.]*\d)/;
const dayFirst = new RegExp(
  `(?<!\\d)(\\d{1,2})(?:st|nd|rd|th)?[\\s-]+(?:of\\s+)?${monthName}\\.?,?[\\s-]+(\\d{4})(?!\\d)`,
  'i',
);
const monthFirst = new RegExp(`\\b${monthName}\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})(?!\\d)`, 'i');

/**
 * The first date in a text: the year first in numbers, or the month in English. Of `08/10/2012` nobody knows what it
 * means: null, as where there is no date.
 */
export function readDate(text: string): EntryDate | null {
  const iso = numeric.exec(text);
  if (iso !== null) return day(iso[0], Number(iso[1]), Number(iso[3]), Number(iso[4]));
  const first = dayFirst.exec(text);
  if (first !== null) return day(first[0], Number(first[3]), monthOf(first[2]), Number(first[1]));
  const month = monthFirst.exec(text);
  if (month !== null) return day(month[0], Number(month[3]), monthOf(month[1]), Number(month[2]));
  return null;
}

function monthOf(name = ''): number {
  return months.indexOf(name.slice(0, 3).toLowerCase()) + 1;
}

function day(text: string, year: number, month: number, date: number): EntryDate {
  const time = new Date(Date.UTC(year, month - 1, date));
  const exists = time.getUTCMonth() === month - 1 && time.getUTCDate() === date && month > 0;
  return { text, time: exists ? time.getTime() : null };
}
