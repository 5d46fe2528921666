import { Database } from '../../../../src/sqlite/database.ts';

/** What is found by words: `term@column:offset`, in order. */
type Words = readonly string[];

/** Everything that stands in a library of a file, without what depends on its history: ids, numbers of groups. */
export interface FileContent {
  readonly path: string;
  readonly [column: string]: unknown;
  readonly passages: readonly (Record<string, unknown> & { readonly words: Words })[];
  readonly names: readonly Record<string, unknown>[];
  readonly links: readonly Record<string, unknown>[];
  /** Where its links lead. */
  readonly edges: readonly Record<string, unknown>[];
  /** What the review found. */
  readonly findings: readonly Record<string, unknown>[];
  /** What it is nearly the same as, by path. */
  readonly duplicate: Record<string, unknown> | null;
}

/** The content of a library, by path; and throws where something in it does not fit together. */
export function libraryContent(path: string): FileContent[] {
  const db = new Database(path, { name: 'library' });
  try {
    const all = <Row = Record<string, unknown>>(sql: string) =>
      db
        .prepare<Row>(sql)
        .all()
        .map((row) => ({ ...row }));
    for (const row of all('PRAGMA integrity_check'))
      if (row.integrity_check !== 'ok') throw new Error(String(row.integrity_check));
    db.exec("INSERT INTO passage_text(passage_text) VALUES ('integrity-check')");
    db.exec("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, 'passage_text', 'instance')");
    const words = new Map<number, string[]>();
    for (const { doc, term, col, offset } of all<{ doc: number; term: string; col: string; offset: number }>(
      'SELECT doc, term, col, offset FROM temp.words ORDER BY doc, col, offset, term',
    )) {
      const list = words.get(doc) ?? [];
      list.push(`${term}@${col}:${offset}`);
      words.set(doc, list);
    }
    const files = all<{ id: number; path: string }>('SELECT * FROM files ORDER BY path');
    const edges = db.prepare<Record<string, unknown>>(
      'SELECT line, kind, to_path FROM edges WHERE from_file = ? ORDER BY line, kind, to_path',
    );
    const findings = db.prepare<Record<string, unknown>>(
      'SELECT rule, severity, line, message, fix FROM review_findings WHERE file = ? ORDER BY ordinal',
    );
    const duplicate = db.prepare<Record<string, unknown>>(
      `SELECT canonical.path, similarity, because FROM duplicates LEFT JOIN files AS canonical ON canonical.id = canonical
       WHERE file = ?`,
    );
    const counts = { passages: 0, names: 0, links: 0 };
    const content = files.map(({ id, ...file }) => {
      const of = (table: string) => {
        const rows = db
          .prepare<Record<string, unknown>>(`SELECT * FROM ${table} WHERE file = ? ORDER BY ordinal`)
          .all(id)
          .map((row) => ({ ...row }));
        counts[table as keyof typeof counts] += rows.length;
        return rows;
      };
      const passages = of('passages');
      const places = new Map(passages.map((passage, place) => [passage.id, place]));
      const { changed, mtime_ms, ctime_ms, ...rest } = file as Record<string, unknown>;
      return {
        ...rest,
        path: file.path,
        passages: passages.map(({ id: passage, file: _, ...row }) => {
          const found = words.get(Number(passage)) ?? [];
          words.delete(Number(passage));
          return { ...row, words: found };
        }),
        names: of('names').map(({ file: _, passage, ...row }) => ({
          ...row,
          passage: passage === null ? null : places.get(passage),
        })),
        links: of('links').map(({ file: _, ...row }) => row),
        edges: edges.all(id).map((row) => ({ ...row })),
        findings: findings.all(id).map((row) => ({ ...row })),
        duplicate: duplicate.get(id) ?? null,
      };
    });
    for (const table of ['passages', 'names', 'links'] as const) {
      const total = Number(all(`SELECT count(*) AS count FROM ${table}`)[0]?.count);
      if (total !== counts[table]) throw new Error(`${total - counts[table]} rows of ${table} have no file`);
    }
    if (words.size > 0) throw new Error(`${words.size} rows of passage_text have no passage`);
    return content;
  } finally {
    db.close();
  }
}
