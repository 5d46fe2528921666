/** How a date is written, apart from its digits; `d/m/y` and `m/d/y` look alike. */
export type DateForm = string;

const separators = '([-/.])';
const yearFirst = new RegExp(String.raw`^(\d{4})${separators}(\d{1,2})\2(\d{1,2})`);
const yearLast = new RegExp(String.raw`^(\d{1,2})${separators}(\d{1,2})\2(\d{4}|\d{2})(?=$|[ T])`);
const monthNames = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\\.?';
const dayMonthName = new RegExp(String.raw`^\d{1,2}([ -])${monthNames}\1(\d{4}|\d{2})(?=$|[ T])`, 'i');
const monthNameDay = new RegExp(String.raw`^${monthNames} \d{1,2},? \d{4}(?=$|[ T])`, 'i');
const time = /^([ T])\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?\s?([ap]m)?\s?(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?$/i;

/** The longest text that is looked at as a date. */
const longest = 40;

/** The form of a text that is a date with a day, such as `y-m-d`, `y-m-dThms+zone` or `?/?/y`; null for what is none. */
export function dateForm(text: string): DateForm | null {
  if (text.length < 6 || text.length > longest) return null;
  const first = text.charCodeAt(0);
  const digit = first >= 48 && first <= 57;
  const date = digit ? numericDate(text) : namedDate(text);
  if (date === null) return null;
  if (date.length === text.length) return date.form;
  const clock = time.exec(text.slice(date.length));
  if (clock === null) return null;
  return `${date.form}${clock[1] === 'T' ? 'T' : ' '}h:m${clock[4] ? ' am/pm' : ''}${clock[5] ? ' zone' : ''}`;
}

interface Part {
  readonly form: string;
  readonly length: number;
}

function numericDate(text: string): Part | null {
  const first = yearFirst.exec(text);
  if (first !== null) {
    return isMonth(first[3]) && isDay(first[4])
      ? { form: `y${first[2]}m${first[2]}d`, length: first[0].length }
      : null;
  }
  const last = yearLast.exec(text);
  if (last !== null) return orderedDate(last);
  const named = dayMonthName.exec(text);
  return named === null ? null : { form: `d${named[1]}mon${named[1]}y`, length: named[0].length };
}

/** Which of day and month comes first only shows where one is above 12. */
function orderedDate([all, one, separator, two, year]: readonly string[]): Part | null {
  const shape = (order: string): Part => ({
    form: `${order.split('').join(separator)}${separator}${year?.length === 2 ? 'yy' : 'y'}`,
    length: all?.length ?? 0,
  });
  if (!isDay(one) || !isDay(two)) return null;
  if (isMonth(one) && isMonth(two)) return shape('??');
  if (isMonth(two)) return shape('dm');
  return isMonth(one) ? shape('md') : null;
}

function namedDate(text: string): Part | null {
  const found = monthNameDay.exec(text);
  return found === null ? null : { form: 'mon d, y', length: found[0].length };
}

function isMonth(text: string | undefined): boolean {
  const month = Number(text);
  return month >= 1 && month <= 12;
}

function isDay(text: string | undefined): boolean {
  const day = Number(text);
  return day >= 1 && day <= 31;
}

const iso =
  /^(\d{4})[-/](\d{2})[-/](\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?(Z|UTC|([+-])(\d{2}):?(\d{2}))?)?$/;

/** Milliseconds since 1970 of a date that begins with its year; without a zone it is taken as UTC. Null for others. */
export function isoTime(text: string): number | null {
  if (text.length > longest) return null;
  const found = iso.exec(text);
  if (found === null) return null;
  const [
    ,
    year,
    month,
    day,
    hour = 0,
    minute = 0,
    second = 0,
    fraction = '0',
    ,
    sign,
    zoneHour = 0,
    zoneMinute = 0,
  ] = found;
  const zone = (sign === '-' ? -1 : 1) * (Number(zoneHour) * 60 + Number(zoneMinute)) * 60_000;
  const at = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  return at + Math.round(Number(`0.${fraction}`) * 1000) - zone;
}
