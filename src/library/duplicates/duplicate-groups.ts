import type { Database } from '../../sqlite/database.ts';
import { BandIndex } from './band-index.ts';
import { areEditions } from './editions.ts';
import { likeness, sharesBand, signatureLanes } from './signature.ts';
import { SignatureTable } from './signature-table.ts';
import { starGroups } from './star-groups.ts';

/** From this Jaccard index of their shingles on two documents say nearly the same. */
export const leastLikeness = 0.85;

/** They miss a pair of likeness 0.85 in one of 600 cases, one of 0.9 in one of 80,000, and look at one of 0.3 in one of 760. */
const banding = { bands: 20, lanes: 8 };

/** With more files than these that have changed, all are compared by their bands; with fewer, each with all. */
const fewFiles = 40;

/** A file that may be one of several that say the same. */
export interface GroupedFile {
  readonly id: number;
  readonly path: string;
  readonly hash: string;
}

/** How the files of a group are put in order. */
export interface GroupOrder<File extends GroupedFile> {
  /** Files with what the order depends on. */
  read(ids: readonly number[]): File[];
  /** Below 0 where the first one is rather to be gone by. */
  compare(a: File, b: File): number;
  /** Why one is to be gone by rather than the next best. */
  because(best: File, next: File): string;
}

interface Row {
  readonly canonical: number | null;
  readonly similarity: number;
  readonly because: string | null;
}

/** Keeps the table `duplicates`: files that are the same as another one, or nearly, in groups around the one to go by. */
export class DuplicateGroups {
  readonly #db: Database;
  #table: SignatureTable | null = null;

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * Compares what has changed with everything, and makes the groups anew. To be called within a transaction; where that
   * is undone, call `forget`.
   *
   * @param changed ids of files that are new, were written or are gone
   * @returns ids of files that stand otherwise in their group than before, or in another one
   */
  renew<File extends GroupedFile>(changed: ReadonlySet<number>, order: GroupOrder<File>): Set<number> {
    if (this.#table === null) this.#table = new SignatureTable(this.#db);
    else this.#table.renew(this.#db, changed);
    const before = new Map(
      this.#db
        .prepare<Row & { readonly file: number }>(
          'SELECT file, canonical, similarity, because FROM duplicates',
        )
        .all()
        .map(({ file, ...row }) => [file, row]),
    );
    const candidates = this.#candidates(changed, before.keys(), this.#table);
    const now = this.#groups(order.read([...candidates]), order, this.#table);
    return this.#write(before, now);
  }

  /** Forgets what it has in memory: the database is as it was before. */
  forget(): void {
    this.#table = null;
  }

  /** Files that may be like another one: those that were, and those that have changed with what is like them now. */
  #candidates(changed: ReadonlySet<number>, known: Iterable<number>, table: SignatureTable): Set<number> {
    const found = new Set<number>();
    for (const id of known) if (!changed.has(id)) found.add(id);
    for (const id of this.#copies(changed)) found.add(id);
    const compared = [...changed].filter((id) => table.at(id) !== -1);
    if (compared.length > fewFiles) addByBands(table, found);
    else for (const id of compared) addByOne(table, id, found);
    return found;
  }

  /** Files that are the same as another one to the byte: all, or those that have to do with what has changed. */
  #copies(changed: ReadonlySet<number>): number[] {
    const compared = 'files JOIN signatures ON file = id';
    if (changed.size > fewFiles)
      return this.#db
        .prepare<{ id: number }>(
          `SELECT id FROM ${compared} WHERE hash IN
             (SELECT hash FROM ${compared} GROUP BY hash HAVING count(*) > 1)`,
        )
        .all()
        .map(({ id }) => id);
    const same = this.#db.prepare<{ id: number }>(
      `SELECT id FROM ${compared} WHERE hash = (SELECT hash FROM ${compared} WHERE id = ?)`,
    );
    return [...changed].flatMap((id) => {
      const copies = same.all(id);
      return copies.length > 1 ? copies.map((copy) => copy.id) : [];
    });
  }

  #groups<File extends GroupedFile>(
    files: readonly File[],
    order: GroupOrder<File>,
    table: SignatureTable,
  ): Map<number, Row> {
    const sorted = [...files].sort(order.compare);
    const signed = sorted.map(({ id }) => table.at(id));
    const bytes = gathered(table.bytes, signed);
    const index = new BandIndex(bytes.signatures, banding);
    const byHash = new Map<string, number[]>();
    for (const [place, { hash }] of sorted.entries()) {
      const list = byHash.get(hash);
      if (list === undefined) byHash.set(hash, [place]);
      else list.push(place);
    }
    const eachMate = (place: number, use: (mate: number) => boolean): void => {
      const own = sorted[place]?.hash ?? '';
      for (const mate of byHash.get(own) ?? []) if (mate !== place && use(mate)) return;
      const at = bytes.placeOf[place] ?? -1;
      if (at === -1) return;
      index.eachMate(at, (mate) => {
        const other = bytes.ownerOf[mate] ?? -1;
        return sorted[other]?.hash === own ? false : use(other);
      });
    };
    const likenessOf = (a: number, b: number): number => {
      const one = sorted[a];
      const other = sorted[b];
      if (one === undefined || other === undefined || areEditions(one.path, other.path)) return 0;
      if (one.hash === other.hash) return 1;
      return likeness(table.bytes, signed[a] ?? 0, signed[b] ?? 0, leastLikeness);
    };
    const rows = new Map<number, Row>();
    for (const { centre, others } of starGroups([...sorted.keys()], eachMate, likenessOf)) {
      const best = sorted[centre];
      const next = sorted[Math.min(...others.map(({ place }) => place))];
      if (best === undefined || next === undefined) continue;
      rows.set(best.id, { canonical: best.id, similarity: 1, because: order.because(best, next) });
      for (const { place, likeness: similarity } of others)
        rows.set(sorted[place]?.id ?? 0, { canonical: best.id, similarity, because: null });
    }
    // One that is like another, but not like the centre of its group, may be like the next centre.
    for (const [place, { id }] of sorted.entries()) {
      if (rows.has(id)) continue;
      eachMate(place, (mate) => {
        const similarity = likenessOf(place, mate);
        if (similarity > 0) rows.set(id, { canonical: null, similarity: 0, because: null });
        return similarity > 0;
      });
    }
    return rows;
  }

  #write(before: ReadonlyMap<number, Row>, now: ReadonlyMap<number, Row>): Set<number> {
    const changed = new Set<number>();
    const remove = this.#db.prepare('DELETE FROM duplicates WHERE file = ?');
    for (const file of before.keys()) {
      if (now.has(file)) continue;
      remove.run(file);
      changed.add(file);
    }
    const insert = this.#db.prepare(
      'INSERT OR REPLACE INTO duplicates (file, canonical, similarity, because) VALUES (?, ?, ?, ?)',
    );
    for (const [file, { canonical, similarity, because }] of now) {
      const was = before.get(file);
      if (was?.canonical === canonical && was.similarity === similarity && was.because === because) continue;
      insert.run(file, canonical, similarity, because);
      changed.add(file);
    }
    return changed;
  }
}

/** Adds all files that are like another one. */
function addByBands(table: SignatureTable, found: Set<number>): void {
  const files = [...table.files()];
  const { signatures } = gathered(
    table.bytes,
    files.map((file) => table.at(file)),
  );
  const index = new BandIndex(signatures, banding);
  for (const [place, file] of files.entries()) {
    if (!index.hasMates(place)) continue;
    index.eachMate(place, (mate) => {
      if (likeness(signatures, place * signatureLanes, mate * signatureLanes, leastLikeness) === 0)
        return false;
      found.add(file);
      return true;
    });
  }
}

/** Adds a file and those that are like it, if there are any. */
function addByOne(table: SignatureTable, file: number, found: Set<number>): void {
  const own = table.at(file);
  for (const other of table.files()) {
    const at = table.at(other);
    if (other === file || likeness(table.bytes, own, at, leastLikeness) === 0) continue;
    if (!sharesBand(table.bytes, own, at, banding)) continue;
    found.add(file);
    found.add(other);
  }
}

/** The signatures that begin at these offsets, one behind the other; -1 is none. */
function gathered(bytes: Uint8Array, offsets: readonly number[]) {
  const count = offsets.filter((offset) => offset !== -1).length;
  const signatures = new Uint8Array(count * signatureLanes);
  /** Of each offset its place among the signatures, or -1; and the reverse. */
  const placeOf = new Int32Array(offsets.length).fill(-1);
  const ownerOf = new Int32Array(count);
  let place = 0;
  for (const [owner, offset] of offsets.entries()) {
    if (offset === -1) continue;
    signatures.set(bytes.subarray(offset, offset + signatureLanes), place * signatureLanes);
    placeOf[owner] = place;
    ownerOf[place] = owner;
    place += 1;
  }
  return { signatures, placeOf, ownerOf };
}
