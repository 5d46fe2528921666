import { plural } from '../../../common/text.ts';
import { lineSection, type Reading, readingOf } from '../section.ts';
import type { SourceLines } from '../source-lines.ts';
import { type ColumnProfile, tableProfile } from './table-profile.ts';

/** Rows that are searched as they stand. */
const shownRows = 20;
/** UTF-16 code units of them. */
const longestRows = 2000;

/**
 * Reads a table by its header. A small one is searched as it stands; of a larger one what its columns hold, and its
 * first rows.
 *
 * @param whole UTF-16 code units up to which a table is small
 */
export function readTableDocument(lines: SourceLines, path: string, whole: number): Reading {
  const { text, count } = lines;
  const { columns, rows } = tableProfile(path, text);
  const named = columns.filter(({ name }) => /\p{L}/u.test(name));
  const names = named.map((column) => ({
    name: column.name.trim(),
    kind: 'column' as const,
    line: 1,
    endLine: 1,
    signature: told(column),
    within: null,
  }));
  const symbols = [...new Set(names.map(({ name }) => name))];
  if (text.length <= whole || columns.length === 0)
    return readingOf({
      names,
      sections: count === 0 ? [] : [lineSection('table', 'table', [], 1, count, symbols)],
    });
  const head = text
    .slice(0, longestRows)
    .split('\n', shownRows + 1)
    .join('\n');
  const value = [
    `${plural(columns.length, 'column')}, ${plural(rows, 'row')}`,
    ...columns.map((column) =>
      column.type === 'text' ? `${told(column)}: ${column.samples.join(', ')}` : told(column),
    ),
    head,
  ].join('\n');
  const section = lineSection('table', 'table', [], 1, count, symbols);
  return readingOf({
    names,
    sections: [{ ...section, text: { value: value.slice(0, text.length), line: null } }],
  });
}

/** `price decimal 0.5 to 12` */
function told({ name, type, range }: ColumnProfile): string {
  const values = range === null ? '' : range[0] === range[1] ? ` ${range[0]}` : ` ${range[0]} to ${range[1]}`;
  return `${name.trim()} ${type}${values}`;
}
