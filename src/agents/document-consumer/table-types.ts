import { tableProfile } from '../../library/extract/data/table-profile.ts';

/** What a table of text holds. */
export interface TableTypes {
  readonly delimiter: string;
  /** Names of the first row. */
  readonly columns: readonly string[];
  /** Rows behind the first. */
  readonly rows: number;
  /** What the columns hold in the first rows: `number`, `text` or `empty`. */
  readonly types: readonly string[];
}

/** The header of a table and what its columns hold; what is more than that is for the data validator. */
export function tableTypes(path: string, text: string): TableTypes {
  const { delimiter, columns, rows } = tableProfile(path, text);
  return {
    delimiter,
    columns: columns.map(({ name }) => name),
    rows,
    types: columns.map(({ type }) =>
      type === 'empty' ? type : type === 'integer' || type === 'decimal' ? 'number' : 'text',
    ),
  };
}
