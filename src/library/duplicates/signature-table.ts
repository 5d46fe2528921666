import type { Database } from '../../sqlite/database.ts';
import { BandTable } from './band-table.ts';
import { type Bands, signatureLanes } from './signature.ts';

interface Row {
  readonly file: number;
  readonly signature: Uint8Array;
}

/** Signatures that there is room for at first. */
const firstRoom = 1024;
/** Signatures of files that are gone are kept until there are so many. */
const mostGone = 1000;

/**
 * The signatures of all files that have one, in memory: half a kilobyte each, with the lists by which those are found
 * that share a band. Some of files that are gone may still be there.
 */
export class SignatureTable {
  readonly #db: Database;
  readonly #banding: Bands;
  readonly #places = new Map<number, number>();
  readonly #free: number[] = [];
  /** Files that were put or taken since `renew`, as they are in the database now. */
  readonly #fresh = new Set<number>();
  #files = new Int32Array(firstRoom);
  #bytes = new Uint8Array(firstRoom * signatureLanes);
  #bands: BandTable;
  #end = 0;

  constructor(db: Database, banding: Bands) {
    this.#db = db;
    this.#banding = banding;
    this.#bands = new BandTable(banding, firstRoom);
    this.#read();
  }

  #read(): void {
    this.#places.clear();
    this.#free.length = 0;
    this.#end = 0;
    this.#bands = new BandTable(this.#banding, this.#files.length);
    const page = this.#db.prepare<Row>(
      'SELECT file, signature FROM signatures WHERE file > ? ORDER BY file LIMIT 2000',
    );
    for (let rows = page.all(0); rows.length > 0; rows = page.all(rows.at(-1)?.file ?? 0))
      for (const { file, signature } of rows) this.#put(file, signature);
  }

  /** Signatures one behind the other, with gaps. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /** One more than the highest place. */
  get end(): number {
    return this.#end;
  }

  /** The place of the signature of a file; -1 where it has none. It begins in `bytes` at so many times its lanes. */
  placeOf(file: number): number {
    return this.#places.get(file) ?? -1;
  }

  /** The file whose signature is at a place. */
  fileAt(place: number): number {
    return this.#files[place] ?? 0;
  }

  files(): IterableIterator<number> {
    return this.#places.keys();
  }

  /** Places of signatures that share a band with one, each once, until `use` answers true. */
  eachMate(place: number, use: (mate: number) => boolean): void {
    this.#bands.eachMate(place, use);
  }

  /** Takes in what is being written of a file. @param signature null where it has none any more */
  write(file: number, signature: Uint8Array | null): void {
    this.#fresh.add(file);
    this.#take(file);
    if (signature !== null) this.#put(file, signature);
  }

  /** Reads again what the database has of these files, as far as nobody has told. */
  renew(files: Iterable<number>): void {
    const one = this.#db.prepare<Row>('SELECT file, signature FROM signatures WHERE file = ?');
    for (const file of files) {
      if (this.#fresh.has(file)) continue;
      this.#take(file);
      const row = one.get(file);
      if (row !== undefined) this.#put(file, row.signature);
    }
    this.#fresh.clear();
    const count =
      this.#db.prepare<{ count: number }>('SELECT count(*) AS count FROM signatures').get()?.count ?? 0;
    if (this.#places.size > count + mostGone) this.#read();
  }

  #take(file: number): void {
    const place = this.#places.get(file);
    if (place === undefined) return;
    this.#places.delete(file);
    this.#bands.take(place);
    this.#free.push(place);
  }

  /** An empty signature says that only the bytes of files are compared. */
  #put(file: number, signature: Uint8Array): void {
    if (signature.length === 0) return;
    const place = this.#free.pop() ?? this.#end++;
    if (place >= this.#files.length) this.#grow();
    this.#files[place] = file;
    this.#bytes.set(signature, place * signatureLanes);
    this.#bands.put(place, this.#bytes, place * signatureLanes);
    this.#places.set(file, place);
  }

  #grow(): void {
    const files = new Int32Array(this.#files.length * 2);
    files.set(this.#files);
    const bytes = new Uint8Array(this.#bytes.length * 2);
    bytes.set(this.#bytes);
    this.#files = files;
    this.#bytes = bytes;
    this.#bands.grow(files.length, this.#places.values());
  }
}
