import type { DocumentStatus } from '../../model/library-report.ts';
import type { Database } from '../../sqlite/database.ts';
import { indexColumns } from './index-entry.ts';
import { PassageTable } from './passage-table.ts';
import { readColumns } from './read-columns.ts';

/** A file as it is kept in memory. */
export interface CorpusFile {
  readonly id: number;
  readonly path: string;
  /** The path in small letters. */
  readonly lowerPath: string;
  readonly kind: string;
  readonly language: string | null;
  /** Tokens of its path. */
  readonly pathLength: number;
  /** The lowest and the highest id of its passages. */
  readonly firstPassage: number;
  readonly lastPassage: number;
  /** How many there are. */
  readonly passages: number;
}

/** What is new of a file, or that it is gone. */
export interface CorpusChange {
  readonly id: number;
  readonly file: CorpusFile | null;
  /** Whether it was written since it was read, or is read for the first time: then its names are others, too. */
  readonly isWritten: boolean;
}

/** Files that are read in one piece: some milliseconds. */
const piece = 2000;

/** A file as it is read, with its passages. */
interface ReadFile {
  readonly file: CorpusFile;
  readonly status: DocumentStatus;
  readonly passages: readonly number[];
  readonly lengths: readonly number[];
}

/**
 * What must be known of every file and passage to rank them: whose a passage is, and how long. It follows the
 * database: read in pieces at first, then only what changed.
 */
export class Corpus {
  readonly #db: Database;
  readonly #atPlace: (CorpusFile | null)[] = [];
  readonly #statuses: DocumentStatus[] = [];
  readonly #placeOf = new Map<number, number>();
  readonly #free: number[] = [];
  readonly #table = new PassageTable();
  readonly #words = new Map<string, string>();
  #passages = 0;
  #length = 0;
  #pathLength = 0;
  #changes = -1;
  #judged = -1;
  #loadedTo: number | null = 0;

  constructor(db: Database) {
    this.#db = db;
  }

  get files(): number {
    return this.#placeOf.size;
  }

  get passages(): number {
    return this.#passages;
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

  /** The status of the file at a place. */
  statusAt(place: number): DocumentStatus {
    return this.#statuses[place] ?? 'found';
  }

  placeOfFile(id: number): number {
    return this.#placeOf.get(id) ?? -1;
  }

  /** The place of a passage's file; -1 of a passage that is not known. */
  placeOfPassage(passage: number): number {
    return this.#table.placeOf(passage);
  }

  /** The same of many passages. */
  placesOfPassages(passages: Int32Array, into: Int32Array): void {
    this.#table.placesOf(passages, into);
  }

  /** The lengths of passages by the mean length. */
  relativeLengths(passages: Int32Array): Float64Array {
    const lengths = new Float64Array(passages.length);
    if (this.#length === 0) return lengths.fill(1);
    this.#table.lengthsOf(passages, lengths);
    for (let at = 0; at < lengths.length; at++)
      lengths[at] = ((lengths[at] as number) * this.#passages) / this.#length;
    return lengths;
  }

  /** The length of a file's path by the mean length. */
  relativePathLength(file: CorpusFile): number {
    return this.#pathLength === 0 ? 1 : (file.pathLength * this.files) / this.#pathLength;
  }

  /** The first passage of a file, or the first of those `among`; undefined where it has none of them. */
  firstPassage(place: number, among: ReadonlySet<number> | null): number | undefined {
    const file = this.#atPlace[place] ?? null;
    if (file === null || among === null) return file?.firstPassage;
    for (let id = file.firstPassage; id <= file.lastPassage; id++)
      if (among.has(id) && this.#table.placeOf(id) === place) return id;
    return undefined;
  }

  /** All files with their places, in no order. */
  *all(): Generator<readonly [place: number, file: CorpusFile]> {
    for (const [place, file] of this.#atPlace.entries()) if (file !== null) yield [place, file];
  }

  /**
   * Reads a piece of what it does not know yet. Answers with what was read; null when it knows all of what is in the
   * database. Call it within a transaction.
   */
  next(): CorpusChange[] | null {
    const newest = this.#number('changes');
    const judged = this.#number('judged');
    if (this.#loadedTo !== null) {
      // What changes while it is read is read once more behind it.
      if (this.#changes === -1) {
        this.#changes = newest;
        this.#judged = judged;
      }
      const read = this.#read('id > ? ORDER BY id LIMIT ?', this.#loadedTo, piece);
      this.#loadedTo = read.length < piece ? null : (read.at(-1)?.file.id ?? null);
      if (read.length > 0) return read.map((one) => this.#put(one));
    }
    if (judged !== this.#judged) {
      this.#readStatuses();
      this.#judged = judged;
    }
    if (newest === this.#changes) return null;
    const changed = this.#read('changed > ? LIMIT ?', this.#changes, -1).map((one) => this.#put(one));
    this.#changes = newest;
    const gone = this.#gone();
    for (const id of gone) this.#take(id);
    return [...gone.map((id) => ({ id, file: null, isWritten: true })), ...changed];
  }

  #number(key: string): number {
    const row = this.#db.prepare<{ value: number }>('SELECT value FROM meta WHERE key = ?').get(key);
    return Number(row?.value ?? 0);
  }

  /** A review changes many at once, and is not told by `changed`. */
  #readStatuses(): void {
    const { id, status } = readColumns<{ id: number; status: DocumentStatus }>(
      this.#db,
      'SELECT json_group_array(id) AS id, json_group_array(status) AS status FROM files',
    );
    for (const [at, file] of id.entries()) {
      const place = this.placeOfFile(file);
      if (place !== -1) this.#statuses[place] = this.#shared(status[at] ?? 'found');
    }
  }

  /** Counting takes a tenth of the time of reading all ids, and mostly nothing is gone. */
  #gone(): number[] {
    const row = this.#db.prepare<{ count: number }>('SELECT count(*) AS count FROM files').get();
    if (row?.count === this.files) return [];
    const { id } = readColumns<{ id: number }>(this.#db, 'SELECT json_group_array(id) AS id FROM files');
    const there = new Set(id);
    return [...this.#placeOf.keys()].filter((known) => !there.has(known));
  }

  #read(where: string, from: number, limit: number): ReadFile[] {
    const files = readColumns<
      Pick<CorpusFile, 'id' | 'path' | 'kind' | 'language'> & { status: DocumentStatus }
    >(
      this.#db,
      `SELECT json_group_array(id) AS id, json_group_array(path) AS path, json_group_array(kind) AS kind,
         json_group_array(language) AS language, json_group_array(status) AS status
       FROM (SELECT id, path, kind, language, status FROM files WHERE ${where})`,
      from,
      limit,
    );
    const passagesOf = this.#readPassages(files.id);
    return files.id.map((id, at) => {
      const path = files.path[at] ?? '';
      const { passages, lengths, pathLength } = passagesOf.get(id) ?? noPassages;
      return {
        passages,
        lengths,
        status: this.#shared(files.status[at] ?? 'found'),
        file: {
          id,
          path,
          lowerPath: path.toLowerCase(),
          kind: this.#shared(files.kind[at] ?? ''),
          language: this.#shared(files.language[at] ?? null),
          pathLength,
          firstPassage: passages.reduce((least, passage) => Math.min(least, passage), Infinity),
          lastPassage: passages.reduce((most, passage) => Math.max(most, passage), -1),
          passages: passages.length,
        },
      };
    });
  }

  #readPassages(files: readonly number[]): Map<number, PassagesOfFile> {
    const row = this.#db
      .prepare<{ files: string; ids: string; sizes: string | null }>(
        `SELECT json_group_array(file) AS files, json_group_array(id) AS ids, group_concat(hex(sz), '') AS sizes
         FROM (SELECT passages.file, passages.id, size.sz FROM passages
           JOIN passage_text_docsize AS size ON size.id = passages.id
           WHERE passages.file IN (SELECT value FROM json_each(?)))`,
      )
      .get(JSON.stringify(files));
    const owners: number[] = JSON.parse(row?.files ?? '[]');
    const ids: number[] = JSON.parse(row?.ids ?? '[]');
    const sizes = varints(Buffer.from(row?.sizes ?? '', 'hex'));
    const found = new Map<number, PassagesOfFile>();
    for (const [at, id] of ids.entries()) {
      const owner = owners[at] ?? 0;
      let own = found.get(owner);
      if (own === undefined) {
        own = { passages: [], lengths: [], pathLength: 0 };
        found.set(owner, own);
      }
      const first = at * indexColumns.length;
      let length = 0;
      for (let column = 1; column < indexColumns.length; column++) length += sizes[first + column] ?? 0;
      own.passages.push(id);
      own.lengths.push(length);
      own.pathLength += sizes[first] ?? 0;
    }
    return found;
  }

  /** The same text once, however many files have it. */
  #shared<T extends string | null>(text: T): T {
    if (text === null) return text;
    const known = this.#words.get(text);
    if (known === undefined) this.#words.set(text, text);
    return (known ?? text) as T;
  }

  #put({ file, status, passages, lengths }: ReadFile): CorpusChange {
    const before = this.fileAt(this.placeOfFile(file.id));
    // No id is given twice: with the same passages its text is the same, and only what is said of it is new.
    const isWritten =
      before?.firstPassage !== file.firstPassage ||
      before.lastPassage !== file.lastPassage ||
      before.passages !== file.passages;
    if (isWritten) {
      this.#take(file.id);
      const place = this.#free.pop() ?? this.#atPlace.length;
      this.#placeOf.set(file.id, place);
      this.#pathLength += file.pathLength;
      this.#passages += passages.length;
      for (const [at, passage] of passages.entries()) {
        const length = lengths[at] ?? 0;
        this.#table.put(passage, place, length);
        this.#length += length;
      }
    }
    const place = this.placeOfFile(file.id);
    this.#atPlace[place] = file;
    this.#statuses[place] = status;
    return { id: file.id, file, isWritten };
  }

  #take(id: number): void {
    const place = this.placeOfFile(id);
    const file = this.fileAt(place);
    if (file === null) return;
    this.#placeOf.delete(id);
    this.#atPlace[place] = null;
    this.#free.push(place);
    this.#pathLength -= file.pathLength;
    for (let passage = file.firstPassage; passage <= file.lastPassage; passage++) {
      if (this.#table.placeOf(passage) !== place) continue;
      this.#length -= this.#table.lengthOf(passage);
      this.#passages -= 1;
      this.#table.take(passage);
    }
  }
}

interface PassagesOfFile {
  readonly passages: number[];
  readonly lengths: number[];
  pathLength: number;
}

const noPassages: PassagesOfFile = { passages: [], lengths: [], pathLength: 0 };

/** The numbers of records of FTS5's table of sizes: one for each column, as SQLite writes integers of any length. */
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
