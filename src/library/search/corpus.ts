import type { Database } from '../../sqlite/database.ts';

/** A file as it is kept in memory. */
export interface CorpusFile {
  readonly id: number;
  readonly path: string;
  readonly kind: string;
  readonly language: string | null;
  readonly status: string;
  readonly title: string | null;
  /** Tokens of its path. */
  readonly pathLength: number;
  /** Ids of its passages. */
  readonly passages: readonly number[];
  /** The value of `changes` of the group that wrote it. */
  readonly changed: number;
}

/** What is new of a file, or that it is gone. */
export interface CorpusChange {
  readonly id: number;
  readonly file: CorpusFile | null;
}

/** Files that are read in one piece: some milliseconds. */
const piece = 500;

const pageBits = 12;
const pageSize = 1 << pageBits;

/**
 * What must be known of every file and passage to rank them: whose a passage is, and how long. It follows the
 * database: read in pieces at first, then only what changed.
 */
export class Corpus {
  readonly #db: Database;
  readonly #files = new Map<number, CorpusFile>();
  /** By the id of a passage, in pages, since ids rise for ever: the place of its file, and its length. */
  readonly #places: (Int32Array | undefined)[] = [];
  readonly #lengths: (Float32Array | undefined)[] = [];
  readonly #atPlace: (CorpusFile | null)[] = [];
  readonly #placeOf = new Map<number, number>();
  readonly #free: number[] = [];
  #passages = 0;
  #length = 0;
  #pathLength = 0;
  #highest = 0;
  #changes = -1;
  #loadedTo: number | null = 0;

  constructor(db: Database) {
    this.#db = db;
  }

  get files(): number {
    return this.#files.size;
  }

  get passages(): number {
    return this.#passages;
  }

  /** One more than the highest id of a passage. */
  get passageEnd(): number {
    return this.#highest + 1;
  }

  /** One more than the highest place of a file. */
  get placeEnd(): number {
    return this.#atPlace.length;
  }

  /** The value of `changes` that it is as new as; -1 before the first is read. */
  get changes(): number {
    return this.#changes;
  }

  /** The file at a place; null where there is none any more. */
  fileAt(place: number): CorpusFile | null {
    return this.#atPlace[place] ?? null;
  }

  /** The place of a passage's file; -1 of a passage that is not known. */
  placeOfPassage(passage: number): number {
    return this.#places[passage >> pageBits]?.[passage & (pageSize - 1)] ?? -1;
  }

  placeOfFile(id: number): number {
    return this.#placeOf.get(id) ?? -1;
  }

  /** The length of a passage by the mean length. */
  relativeLength(passage: number): number {
    const length = this.#lengths[passage >> pageBits]?.[passage & (pageSize - 1)] ?? 0;
    return this.#length === 0 ? 1 : (length * this.#passages) / this.#length;
  }

  /** The length of a file's path by the mean length. */
  relativePathLength(file: CorpusFile): number {
    return this.#pathLength === 0 ? 1 : (file.pathLength * this.#files.size) / this.#pathLength;
  }

  all(): Iterable<CorpusFile> {
    return this.#files.values();
  }

  /**
   * Reads a piece of what it does not know yet. Answers with what was read; null when it knows all of what is in the
   * database. Call it within a transaction.
   */
  next(): CorpusChange[] | null {
    const newest = Number(
      this.#db.prepare<{ value: number }>("SELECT value FROM meta WHERE key = 'changes'").get()?.value ?? 0,
    );
    if (this.#loadedTo !== null) {
      // What changes while it is read is read once more behind it.
      if (this.#changes === -1) this.#changes = newest;
      const read = this.#read('id > ? ORDER BY id LIMIT ?', this.#loadedTo, piece);
      this.#loadedTo = read.length < piece ? null : (read.at(-1)?.id ?? null);
      for (const file of read) this.#put(file);
      if (read.length > 0) return read.map((file) => ({ id: file.id, file }));
    }
    if (newest === this.#changes) return null;
    const changed = this.#read('changed > ? ORDER BY id LIMIT ?', this.#changes, -1);
    this.#changes = newest;
    const gone = this.#gone();
    for (const id of gone) this.#take(id);
    for (const file of changed) {
      this.#take(file.id);
      this.#put(file);
    }
    return [...gone.map((id) => ({ id, file: null })), ...changed.map((file) => ({ id: file.id, file }))];
  }

  #gone(): number[] {
    const row = this.#db.prepare<{ ids: string }>('SELECT json_group_array(id) AS ids FROM files').get();
    const there = new Set<number>(JSON.parse(row?.ids ?? '[]'));
    return [...this.#files.keys()].filter((id) => !there.has(id));
  }

  #read(where: string, from: number, limit: number): CorpusFile[] {
    const rows = this.#db
      .prepare<Omit<CorpusFile, 'pathLength' | 'passages'>>(
        `SELECT id, path, kind, language, status, title, changed FROM files WHERE ${where}`,
      )
      .all(from, limit);
    const passagesOf = this.#db.prepare<{ id: number; sizes: Uint8Array }>(
      `SELECT passages.id AS id, size.sz AS sizes FROM passages JOIN passage_text_docsize AS size ON size.id = passages.id
       WHERE passages.file = ? ORDER BY passages.id`,
    );
    return rows.map((row) => {
      let pathLength = 0;
      const passages = passagesOf.all(row.id).map(({ id, sizes }) => {
        const [inPath = 0, ...others] = varints(sizes);
        pathLength += inPath;
        this.#setLength(
          id,
          others.reduce((sum, length) => sum + length, 0),
        );
        return id;
      });
      return { ...row, pathLength, passages };
    });
  }

  #setLength(passage: number, length: number): void {
    const page = passage >> pageBits;
    let lengths = this.#lengths[page];
    if (lengths === undefined) {
      lengths = new Float32Array(pageSize);
      this.#lengths[page] = lengths;
    }
    lengths[passage & (pageSize - 1)] = length;
  }

  #setPlace(passage: number, place: number): void {
    const page = passage >> pageBits;
    let places = this.#places[page];
    if (places === undefined) {
      places = new Int32Array(pageSize).fill(-1);
      this.#places[page] = places;
    }
    places[passage & (pageSize - 1)] = place;
  }

  #put(file: CorpusFile): void {
    const place = this.#free.pop() ?? this.#atPlace.length;
    this.#atPlace[place] = file;
    this.#placeOf.set(file.id, place);
    this.#files.set(file.id, file);
    this.#pathLength += file.pathLength;
    for (const passage of file.passages) {
      this.#setPlace(passage, place);
      this.#length += this.#lengths[passage >> pageBits]?.[passage & (pageSize - 1)] ?? 0;
      this.#highest = Math.max(this.#highest, passage);
    }
    this.#passages += file.passages.length;
  }

  #take(id: number): void {
    const file = this.#files.get(id);
    const place = this.#placeOf.get(id);
    if (file === undefined || place === undefined) return;
    this.#files.delete(id);
    this.#placeOf.delete(id);
    this.#atPlace[place] = null;
    this.#free.push(place);
    this.#pathLength -= file.pathLength;
    for (const passage of file.passages) {
      this.#setPlace(passage, -1);
      this.#length -= this.#lengths[passage >> pageBits]?.[passage & (pageSize - 1)] ?? 0;
    }
    this.#passages -= file.passages.length;
  }
}

/** The numbers of a record of FTS5's table of sizes: one for each column, as SQLite writes integers of any length. */
function varints(bytes: Uint8Array): number[] {
  const numbers: number[] = [];
  let value = 0;
  for (const byte of bytes) {
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      numbers.push(value);
      value = 0;
    }
  }
  return numbers;
}
