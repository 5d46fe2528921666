import type { Database } from '../../sqlite/database.ts';
import { signatureLanes } from './signature.ts';

interface Row {
  readonly file: number;
  readonly signature: Uint8Array;
}

/** Signatures of files that are gone are kept until there are so many. */
const mostGone = 1000;

/** The signatures of all files that have one, in memory: 256 bytes each. Some of files that are gone may still be there. */
export class SignatureTable {
  readonly #places = new Map<number, number>();
  readonly #free: number[] = [];
  #files = new Int32Array(1024);
  #bytes = new Uint8Array(1024 * signatureLanes);
  #end = 0;

  constructor(db: Database) {
    this.#read(db);
  }

  #read(db: Database): void {
    this.#places.clear();
    this.#free.length = 0;
    this.#end = 0;
    const page = db.prepare<Row>(
      'SELECT file, signature FROM signatures WHERE file > ? ORDER BY file LIMIT 2000',
    );
    for (let rows = page.all(0); rows.length > 0; rows = page.all(rows.at(-1)?.file ?? 0))
      for (const { file, signature } of rows) if (signature.length > 0) this.#put(file, signature);
  }

  /** Signatures one behind the other, with gaps. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /** Where the signature of a file begins in `bytes`; -1 where it has none. */
  at(file: number): number {
    const place = this.#places.get(file);
    return place === undefined ? -1 : place * signatureLanes;
  }

  files(): IterableIterator<number> {
    return this.#places.keys();
  }

  /** Reads again what the database has of these files. */
  renew(db: Database, files: Iterable<number>): void {
    const one = db.prepare<Row>('SELECT file, signature FROM signatures WHERE file = ?');
    for (const file of files) {
      const place = this.#places.get(file);
      if (place !== undefined) {
        this.#places.delete(file);
        this.#free.push(place);
      }
      const row = one.get(file);
      if (row !== undefined && row.signature.length > 0) this.#put(file, row.signature);
    }
    const count = db.prepare<{ count: number }>('SELECT count(*) AS count FROM signatures').get()?.count ?? 0;
    if (this.#places.size > count + mostGone) this.#read(db);
  }

  #put(file: number, signature: Uint8Array): void {
    const place = this.#free.pop() ?? this.#end++;
    if (place >= this.#files.length) this.#grow();
    this.#files[place] = file;
    this.#bytes.set(signature, place * signatureLanes);
    this.#places.set(file, place);
  }

  #grow(): void {
    const files = new Int32Array(this.#files.length * 2);
    files.set(this.#files);
    const bytes = new Uint8Array(this.#bytes.length * 2);
    bytes.set(this.#bytes);
    this.#files = files;
    this.#bytes = bytes;
  }
}
