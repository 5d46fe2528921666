import type { ColumnProfile } from './column-profile.ts';
import type { DelimitedTable } from './delimited-table.ts';
import { trimmedCell } from './judge-texts.ts';
import { quoted } from './quoted.ts';
import type { DataRule } from './suspicion.ts';

/** Something wrong with the names of the columns. */
export interface HeaderFault {
  readonly rule: DataRule;
  /** The columns at fault, from 0; the place is the first of them. */
  readonly columns: readonly number[];
  readonly message: string;
  repair?(written: string): string | null;
}

/** What is wrong with the names in the first record of a delimited file. */
export function judgeHeader(table: DelimitedTable, columns: readonly ColumnProfile[]): HeaderFault[] {
  const names = table.header?.cells;
  if (names === undefined || names.length < 2) return [];
  return [...duplicates(names), ...nameless(names, columns), ...spaced(names)];
}

function duplicates(names: readonly string[]): HeaderFault[] {
  const first = new Map<string, number>();
  const faults: HeaderFault[] = [];
  for (const [at, name] of names.entries()) {
    const key = name.trim();
    const before = first.get(key);
    if (key === '') continue;
    if (before === undefined) first.set(key, at);
    else {
      const message = `column ${at + 1} is called ${quoted(key)} like column ${before + 1}`;
      faults.push({ rule: 'duplicate-header', columns: [at], message });
    }
  }
  return faults;
}

/** The first column is often an index without a name, and a last one without cells is a delimiter too many. */
function nameless(names: readonly string[], columns: readonly ColumnProfile[]): HeaderFault[] {
  const empty = [...names.keys()].filter(
    (at) => at > 0 && names[at]?.trim() === '' && (columns[at]?.present ?? 0) > 0,
  );
  const [first] = empty;
  if (first === undefined || empty.length > names.length / 2) return [];
  const rest = empty.length === 1 ? '' : `, and ${empty.length - 1} more`;
  return [
    { rule: 'empty-header', columns: empty, message: `column ${first + 1} has values and no name${rest}` },
  ];
}

function spaced(names: readonly string[]): HeaderFault[] {
  const odd = [...names.keys()].filter((at) => isSpaced(names[at] ?? ''));
  // Where most names begin with a space, the space belongs to the delimiter.
  if (odd.length === 0 || odd.length >= names.length / 2) return [];
  const name = quoted(names[odd[0] ?? 0]);
  const rest = odd.length === 1 ? '' : `, and ${odd.length - 1} more`;
  return [
    {
      rule: 'header-whitespace',
      columns: odd,
      message: `the column name ${name} begins or ends with white space${rest}`,
      repair: trimmedCell,
    },
  ];
}

function isSpaced(name: string): boolean {
  return name.trim() !== '' && name.trim().length !== name.length;
}
