import type { Database } from '../../sqlite/database.ts';
import { indexColumns } from '../search/index-entry.ts';
import type { FileStamp } from './file-records.ts';
import type { IndexedDocument } from './indexed-document.ts';

/** A file as it was read. */
export interface ReadFile extends FileStamp {
  /** Relative to the workspace, with `/`. */
  readonly path: string;
  /** SHA-256 of its bytes, hexadecimal. */
  readonly hash: string;
  readonly document: IndexedDocument;
}

/** Writes everything of a file, or takes it out. Call it within a group: what it does belongs together. */
export class DocumentWriter {
  readonly #db: Database;
  #nextFile: number;
  #nextPassage: number;

  constructor(db: Database) {
    this.#db = db;
    this.#nextFile = this.#counter('next_file');
    this.#nextPassage = this.#counter('next_passage');
  }

  /** Writes a file that was not there. Answers with its id, which is never given twice. */
  add(file: ReadFile, change: number): number {
    const id = this.#nextFile++;
    this.#db
      .prepare(
        `INSERT INTO files (path, size, mtime_ms, ctime_ms, hash, kind, language, title, summary, lines, words, secrets,
           trouble, changed, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(...values(file, change), id);
    this.#fill(id, file);
    return id;
  }

  /**
   * Writes a file in place of what was written of it before. What was found out about it stays while its content does.
   *
   * @param sameContent whether it has only been moved, or is only read anew
   */
  replace(id: number, file: ReadFile, change: number, sameContent: boolean): void {
    this.#empty(id);
    this.#db
      .prepare(
        `UPDATE files SET path = ?, size = ?, mtime_ms = ?, ctime_ms = ?, hash = ?, kind = ?, language = ?, title = ?,
           summary = ?, lines = ?, words = ?, secrets = ?, trouble = ?, changed = ?${sameContent ? '' : ", status = 'found'"}
         WHERE id = ?`,
      )
      .run(...values(file, change), id);
    this.#fill(id, file);
  }

  remove(id: number): void {
    this.#empty(id);
    this.#db.prepare('DELETE FROM files WHERE id = ?').run(id);
  }

  /** Notes which ids were given; once a group. */
  keepCounters(): void {
    const update = this.#db.prepare('UPDATE meta SET value = ? WHERE key = ?');
    update.run(this.#nextFile, 'next_file');
    update.run(this.#nextPassage, 'next_passage');
  }

  #counter(key: string): number {
    const row = this.#db.prepare<{ value: number }>('SELECT value FROM meta WHERE key = ?').get(key);
    return Number(row?.value ?? 1);
  }

  #empty(id: number): void {
    this.#db
      .prepare('DELETE FROM passage_text WHERE rowid IN (SELECT id FROM passages WHERE file = ?)')
      .run(id);
    for (const table of ['passages', 'names', 'links'])
      this.#db.prepare(`DELETE FROM ${table} WHERE file = ?`).run(id);
  }

  #fill(id: number, { document }: ReadFile): void {
    const first = this.#nextPassage;
    const intoText = this.#db.prepare(
      `INSERT INTO passage_text (rowid, ${indexColumns.join(', ')}) VALUES (?${', ?'.repeat(indexColumns.length)})`,
    );
    const intoPassages = this.#db.prepare(
      `INSERT INTO passages (id, file, ordinal, kind, title_path, line, end_line, cell) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    document.passages.forEach(({ columns, texts }, ordinal) => {
      intoText.run(first + ordinal, ...texts);
      intoPassages.run(first + ordinal, id, ordinal, ...columns);
    });
    this.#nextPassage += document.passages.length;

    const intoNames = this.#db.prepare(
      `INSERT INTO names (file, ordinal, passage, name, kind, line, end_line, signature, within)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    document.names.forEach(([passage, ...columns], ordinal) => {
      intoNames.run(id, ordinal, passage === null ? null : first + passage, ...columns);
    });

    const intoLinks = this.#db.prepare(
      'INSERT INTO links (file, ordinal, kind, target, line) VALUES (?, ?, ?, ?, ?)',
    );
    document.links.forEach((columns, ordinal) => {
      intoLinks.run(id, ordinal, ...columns);
    });
  }
}

function values(file: ReadFile, change: number) {
  const { kind, language, title, summary, lines, words, secrets, trouble } = file.document;
  return [
    file.path,
    file.size,
    file.mtimeMs,
    file.ctimeMs,
    file.hash,
    kind,
    language,
    title,
    summary,
    lines,
    words,
    secrets,
    trouble,
    change,
  ] as const;
}
