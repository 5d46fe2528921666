import type { Database } from '../../sqlite/database.ts';
import { ranking } from './ranking.ts';

/** Where a word stands. */
export interface TermPostings {
  /** Ids of passages that have it in their title or text, rising. */
  readonly passages: ArrayLike<number>;
  /** How often each has it, by what each place is worth; null where it stands in so many that it was not counted. */
  readonly frequencies: ArrayLike<number> | null;
  /** Of each, whether its title has it (1), or its text (2), or both; null where that was not looked at. */
  readonly places: ArrayLike<number> | null;
  /** Ids of the first passages of the files whose path has it, rising. */
  readonly paths: ArrayLike<number>;
}

export const inTitle = 1;
export const inBody = 2;

const textColumns = '{title body identifiers}';

// The first letters of the columns of `passage_text`.
const path = 'p'.charCodeAt(0);
const title = 't'.charCodeAt(0);
const identifiers = 'i'.charCodeAt(0);

/** Words that are remembered as long as the index does not change. */
const remembered = 200;

/**
 * What FTS5 knows: which passages hold a word or a phrase, and how often.
 *
 * `bm25()` of FTS5 is not used. It reads the length of every passage that matches from a table, a microsecond each,
 * which is more than all the rest; it weighs paths by how rare a word is in texts; and it tells a sum from which
 * nobody can say what a file as a whole is worth. Asked through `fts5vocab`, FTS5 tells what the sum is made of.
 */
export class FullText {
  readonly #db: Database;
  readonly #terms = new Map<string, TermPostings>();

  constructor(db: Database) {
    this.#db = db;
    db.exec(
      "CREATE VIRTUAL TABLE IF NOT EXISTS temp.passage_token USING fts5vocab ('main', 'passage_text', 'instance')",
    );
  }

  /** Forgets what was read, after the index has changed. */
  forget(): void {
    this.#terms.clear();
  }

  /**
   * Where a word stands, as the index has it.
   *
   * @param mostPassages a word that more passages have is not worth its time: it is told as standing nowhere in them
   */
  term(token: string, mostPassages: number): TermPostings {
    const key = `${mostPassages}\n${token}`;
    const known = this.#terms.get(key);
    if (known !== undefined) return known;
    const postings = this.#isCommon(token) ? this.#common(token, mostPassages) : this.#counted(token);
    if (this.#terms.size >= remembered) this.#terms.clear();
    this.#terms.set(key, postings);
    return postings;
  }

  /** Ids of the passages that hold a phrase in title or text, or in the path of their file, rising. */
  phrase(text: string, where: 'text' | 'path'): number[] {
    const match = `${where === 'path' ? '{path}' : textColumns} : ${quoted(text)}`;
    return this.#rowids(match);
  }

  /** Whether anything has a word. */
  has(token: string): boolean {
    return (
      this.#db.prepare('SELECT 1 FROM passage_text WHERE passage_text MATCH ? LIMIT 1').get(quoted(token)) !==
      undefined
    );
  }

  #isCommon(token: string): boolean {
    const row = this.#db
      .prepare<{ count: number }>(
        `SELECT count(*) AS count FROM (SELECT 1 FROM passage_text WHERE passage_text MATCH ? LIMIT ${ranking.common + 1})`,
      )
      .get(quoted(token));
    return (row?.count ?? 0) > ranking.common;
  }

  #common(token: string, mostPassages: number): TermPostings {
    const paths = this.#rowids(`{path} : ${quoted(token)}`);
    const match = `${textColumns} : ${quoted(token)}`;
    const row = this.#db
      .prepare<{ count: number }>('SELECT count(*) AS count FROM passage_text WHERE passage_text MATCH ?')
      .get(match);
    const passages = (row?.count ?? 0) > mostPassages ? [] : this.#rowids(match);
    return { passages, frequencies: null, places: null, paths };
  }

  #counted(token: string): TermPostings {
    const row = this.#db
      .prepare<{ found: string }>(
        'SELECT json_group_array(doc * 128 + unicode(col)) AS found FROM temp.passage_token WHERE term = ?',
      )
      .get(token);
    // One text of numbers crosses from SQLite three times as fast as a row for each.
    const found: number[] = JSON.parse(row?.found ?? '[]');
    const passages: number[] = [];
    const frequencies: number[] = [];
    const places: number[] = [];
    const paths: number[] = [];
    let last = -1;
    for (const one of found) {
      const passage = Math.floor(one / 128);
      const column = one % 128;
      if (column === path) {
        if (paths.at(-1) !== passage) paths.push(passage);
        continue;
      }
      if (passages[last] !== passage) {
        last = passages.push(passage) - 1;
        frequencies.push(0);
        places.push(0);
      }
      const worth = column === title ? ranking.title : column === identifiers ? ranking.identifiers : 1;
      frequencies[last] = (frequencies[last] ?? 0) + worth;
      places[last] = (places[last] ?? 0) | (column === title ? inTitle : inBody);
    }
    return { passages, frequencies, places, paths };
  }

  #rowids(match: string): number[] {
    const row = this.#db
      .prepare<{ found: string }>(
        'SELECT json_group_array(rowid) AS found FROM passage_text WHERE passage_text MATCH ?',
      )
      .get(match);
    return JSON.parse(row?.found ?? '[]');
  }
}

/** A text as FTS5 takes it for a phrase, whatever is in it. */
function quoted(text: string): string {
  return `"${text.replaceAll('"', ' ').replaceAll('\0', ' ')}"`;
}
