import type { Database } from '../../sqlite/database.ts';
import type { FileStamp } from './file-records.ts';
import type { IndexedDocument } from './indexed-document.ts';
import { PassageTexts } from './passage-texts.ts';

/** A file as it was read. */
export interface ReadFile extends FileStamp {
  /** Relative to the workspace, with `/`. */
  readonly path: string;
  /** SHA-256 of its bytes, hexadecimal. */
  readonly hash: string;
  readonly document: IndexedDocument;
}

/**
 * Writes everything of a file, or takes it out. Call it within a group: what it does belongs together, and is complete
 * when the group was ended.
 */
export class DocumentWriter {
  readonly #db: Database;
  readonly #texts: PassageTexts;
  #nextFile: number;
  #nextPassage: number;

  constructor(db: Database) {
    this.#db = db;
    this.#texts = new PassageTexts(db);
    this.#nextFile = this.#counter('next_file');
    this.#nextPassage = this.#counter('next_passage');
  }

  /** Writes a file that was not there. Answers with its id, which is never given twice. */
  add(file: ReadFile, change: number): number {
    const id = this.#nextFile++;
    this.#db
      .prepare(
        `INSERT INTO files (path, size, mtime_ms, ctime_ms, hash, kind, language, title, summary, lines, words, secrets,
           secret_lines, trouble, changed, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
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
           summary = ?, lines = ?, words = ?, secrets = ?, secret_lines = ?, trouble = ?, changed = ?${sameContent ? '' : ", status = 'found'"}
         WHERE id = ?`,
      )
      .run(...values(file, change), id);
    this.#fill(id, file);
  }

  remove(id: number): void {
    this.#empty(id);
    this.#db.prepare('DELETE FROM files WHERE id = ?').run(id);
  }

  /** Takes a passage out of a file that keeps others. */
  removePassage(id: number): void {
    this.#texts.remove(id);
    this.#db.prepare('DELETE FROM passages WHERE id = ?').run(id);
  }

  /** To be called at the beginning of every group. */
  beginGroup(): void {
    this.#texts.forget();
  }

  /** Writes what is left to write: the full text, and which ids were given. To be called last in every group. */
  endGroup(): void {
    this.#texts.write();
    const update = this.#db.prepare('UPDATE meta SET value = ? WHERE key = ?');
    update.run(this.#nextFile, 'next_file');
    update.run(this.#nextPassage, 'next_passage');
  }

  #counter(key: string): number {
    const row = this.#db.prepare<{ value: number }>('SELECT value FROM meta WHERE key = ?').get(key);
    return Number(row?.value ?? 1);
  }

  #empty(id: number): void {
    const passages = this.#db.prepare<{ id: number }>('SELECT id FROM passages WHERE file = ?').all(id);
    for (const { id: passage } of passages) this.#texts.remove(passage);
    for (const table of ['passages', 'names', 'links', 'signatures'])
      this.#db.prepare(`DELETE FROM ${table} WHERE file = ?`).run(id);
  }

  #fill(id: number, { document }: ReadFile): void {
    const first = this.#nextPassage;
    const intoPassages = this.#db.prepare(
      `INSERT INTO passages (id, file, ordinal, kind, title_path, line, end_line, cell) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    let ordinal = 0;
    for (const { columns, texts } of document.passages) {
      const [kind, titlePath, line, endLine, cell] = columns;
      this.#texts.add(first + ordinal, texts);
      intoPassages.run(first + ordinal, id, ordinal, kind, titlePath, line, endLine, cell);
      ordinal += 1;
    }
    this.#nextPassage += document.passages.length;

    const intoNames = this.#db.prepare(
      `INSERT INTO names (file, ordinal, passage, name, kind, line, end_line, signature, within)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    ordinal = 0;
    for (const [passage, name, kind, line, endLine, signature, within] of document.names) {
      const place = passage === null ? null : first + passage;
      intoNames.run(id, ordinal, place, name, kind, line, endLine, signature, within);
      ordinal += 1;
    }

    const intoLinks = this.#db.prepare(
      'INSERT INTO links (file, ordinal, kind, target, line) VALUES (?, ?, ?, ?, ?)',
    );
    ordinal = 0;
    for (const [kind, target, line] of document.links) {
      intoLinks.run(id, ordinal, kind, target, line);
      ordinal += 1;
    }

    if (document.signature !== null)
      this.#db.prepare('INSERT INTO signatures (file, signature) VALUES (?, ?)').run(id, document.signature);
  }
}

function values(file: ReadFile, change: number) {
  const { kind, language, title, summary, lines, words, secrets, secretLines = [], trouble } = file.document;
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
    secretLines.length === 0 ? null : JSON.stringify(secretLines),
    trouble,
    change,
  ] as const;
}
