import type { Database } from '../../sqlite/database.ts';
import { ranking } from './ranking.ts';
import { RecentlyUsed } from './recently-used.ts';

/** Where a word stands. */
export interface TermPostings {
  /** How many passages have it, in their path, title or text, also where it is not told which. */
  readonly count: number;
  /** Ids of passages that have it in their title or text, rising. */
  readonly passages: Int32Array;
  /** How often each has it, by what each place is worth; null where it stands in so many that it was not counted. */
  readonly frequencies: Float32Array | null;
  /** Of each, whether its title has it (1), or its text (2), or both; null where that was not looked at. */
  readonly places: Uint8Array | null;
  /** Ids of the first passages of the files whose path has it, rising. */
  readonly paths: Int32Array;
}

export const inTitle = 1;
export const inBody = 2;

const none = new Int32Array(0);
const nowhere: TermPostings = { count: 0, passages: none, frequencies: null, places: null, paths: none };

const textColumns = '{title body identifiers}';

// The first letters of the columns of `passage_text`.
const path = 'p'.charCodeAt(0);
const title = 't'.charCodeAt(0);
const identifiers = 'i'.charCodeAt(0);

/**
 * Places that are remembered as long as the index does not change, of words and of phrases, up to twenty megabytes: the
 * words that take longest to look up are those of every question, and who types on asks for the same with every letter.
 */
const rememberedOfWords = 2_000_000;
const rememberedOfPhrases = 500_000;

/**
 * What FTS5 knows: which passages hold a word or a phrase, and how often.
 *
 * `bm25()` of FTS5 is not used. It reads the length of every passage that matches from a table, a microsecond each,
 * which is more than all the rest; it weighs paths by how rare a word is in texts; and it tells a sum from which
 * nobody can say what a file as a whole is worth. Asked through `fts5vocab`, FTS5 tells what the sum is made of.
 */
export class FullText {
  readonly #db: Database;
  readonly #terms = new RecentlyUsed(rememberedOfWords, sizeOf);
  readonly #phrases = new RecentlyUsed<Int32Array>(rememberedOfPhrases, ({ length }) => length + 20);

  constructor(db: Database) {
    this.#db = db;
    for (const kind of ['instance', 'row'])
      db.exec(
        `CREATE VIRTUAL TABLE IF NOT EXISTS temp.passage_${kind} USING fts5vocab ('main', 'passage_text', '${kind}')`,
      );
  }

  /** Forgets what was read, after the index has changed. */
  forget(): void {
    this.#terms.clear();
    this.#phrases.clear();
  }

  /**
   * Where a word stands.
   *
   * @param token the word as the index has it
   * @param word what becomes this token and no other; null where nobody knows
   * @param mostPassages a word that more passages have is not worth its time: it is told as standing nowhere in them
   */
  term(token: string, word: string | null, mostPassages: number): TermPostings {
    return this.#terms.get(`${mostPassages}\n${token}`, () => this.#read(token, word, mostPassages));
  }

  /** Ids of the passages that hold a phrase in title or text, or in the path of their file, rising. */
  phrase(text: string, where: 'text' | 'path'): Int32Array {
    return this.#phrases.get(`${where}\n${text}`, () => this.#holders(text, where));
  }

  #holders(text: string, where: 'text' | 'path'): Int32Array {
    return this.#rowids(`${where === 'path' ? '{path}' : textColumns} : ${quoted(text)}`);
  }

  #read(token: string, word: string | null, mostPassages: number): TermPostings {
    const row = this.#db
      .prepare<{ doc: number }>('SELECT doc FROM temp.passage_row WHERE term = ?')
      .get(token);
    if (row === undefined) return nowhere;
    // A token is no word: asked for `databas`, FTS5 would look for `databa`.
    return row.doc > ranking.common && word !== null
      ? this.#common(word, row.doc, mostPassages)
      : this.#counted(token, row.doc);
  }

  #common(word: string, count: number, mostPassages: number): TermPostings {
    const paths = this.#holders(word, 'path');
    const passages = count - paths.length <= mostPassages ? this.#holders(word, 'text') : none;
    return {
      count,
      passages: passages.length > mostPassages ? none : passages,
      frequencies: null,
      places: null,
      paths,
    };
  }

  #counted(token: string, count: number): TermPostings {
    const row = this.#db
      .prepare<{ found: string }>(
        'SELECT json_group_array(doc * 128 + unicode(col)) AS found FROM temp.passage_instance WHERE term = ?',
      )
      .get(token);
    // One text of numbers crosses from SQLite three times as fast as a row for each.
    const found: number[] = JSON.parse(row?.found ?? '[]');
    const passages = new Int32Array(found.length);
    const frequencies = new Float32Array(found.length);
    const places = new Uint8Array(found.length);
    const paths: number[] = [];
    let last = -1;
    for (const one of found) {
      const passage = Math.floor(one / 128);
      const column = one % 128;
      if (column === path) {
        if (paths.at(-1) !== passage) paths.push(passage);
        continue;
      }
      if (last === -1 || passages[last] !== passage) passages[++last] = passage;
      const worth = column === title ? ranking.title : column === identifiers ? ranking.identifiers : 1;
      frequencies[last] = (frequencies[last] ?? 0) + worth;
      places[last] = (places[last] ?? 0) | (column === title ? inTitle : inBody);
    }
    return {
      count,
      passages: passages.slice(0, last + 1),
      frequencies: frequencies.slice(0, last + 1),
      places: places.slice(0, last + 1),
      paths: Int32Array.from(paths),
    };
  }

  #rowids(match: string): Int32Array {
    const row = this.#db
      .prepare<{ found: string }>(
        'SELECT json_group_array(rowid) AS found FROM passage_text WHERE passage_text MATCH ?',
      )
      .get(match);
    return Int32Array.from(JSON.parse(row?.found ?? '[]'));
  }
}

/** Besides what it stands in, a word that stands nowhere has to be remembered as well. */
function sizeOf({ passages, paths }: TermPostings): number {
  return passages.length + paths.length + 20;
}

/** A text as FTS5 takes it for a phrase, whatever is in it. */
function quoted(text: string): string {
  return `"${text.replaceAll('"', ' ').replaceAll('\0', ' ')}"`;
}
