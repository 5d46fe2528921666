/** What is seen of a row. */
export interface RowLook {
  readonly label: string;
  readonly description: string;
  /** The name of a codicon, or nothing. */
  readonly icon: string;
}

/** A row of a tree, as it is seen. */
export interface TreeRow extends RowLook {
  /** 0 for the outermost. */
  readonly depth: number;
  readonly twistie: 'none' | 'open' | 'closed';
}

/** A row as text: `$(icon) label | description`. */
export function rowText({ icon, label, description }: RowLook): string {
  return `${icon === '' ? '' : `$(${icon}) `}${label}${description === '' ? '' : ` | ${description}`}`;
}

/** A tree as text: a line for each row, two spaces a level, `▸` before a row that is closed. */
export function treeText(rows: readonly TreeRow[]): string {
  return rows
    .map((row) => `${'  '.repeat(row.depth)}${row.twistie === 'closed' ? '▸ ' : ''}${rowText(row)}`)
    .join('\n');
}
