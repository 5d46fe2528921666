import type { Database } from '../../sqlite/database.ts';
import { areEditions } from './editions.ts';
import { likeness, signatureLanes } from './signature.ts';
import { SignatureTable } from './signature-table.ts';
import { starGroups } from './star-groups.ts';

/** From this Jaccard index of their shingles on two documents say nearly the same. */
export const leastLikeness = 0.85;

/** They miss a pair of likeness 0.85 in one of 600 cases, one of 0.9 in one of 80,000, and look at one of 0.3 in one of 760. */
const banding = { bands: 20, lanes: 8 };

/** With more files than these that have changed, it is looked at once which of all files are like another one. */
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
   * Takes in what is being written of a file, so that nothing of it need be read when it is compared. To be called
   * within a transaction; where that is undone, call `forget`.
   *
   * @param signature null where the file has none, or is gone
   */
  write(file: number, signature: Uint8Array | null): void {
    this.#table ??= new SignatureTable(this.#db, banding);
    this.#table.write(file, signature);
  }

  /**
   * Compares what has changed with everything, and makes the groups anew. To be called within a transaction; where that
   * is undone, call `forget`.
   *
   * @param changed ids of files that are new, were written or are gone
   * @returns ids of files that stand otherwise in their group than before, or in another one
   */
  renew<File extends GroupedFile>(changed: ReadonlySet<number>, order: GroupOrder<File>): Set<number> {
    if (this.#table === null) this.#table = new SignatureTable(this.#db, banding);
    else this.#table.renew(changed);
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
    const compared = [...changed].filter((id) => table.placeOf(id) !== -1);
    if (compared.length > fewFiles) addAlike(table, found);
    else for (const id of compared) addAlikeOne(table, id, found);
    return found;
  }

  /** Files that are the same as another one to the byte: all, or those that have to do with what has changed. */
  #copies(changed: ReadonlySet<number>): number[] {
    const compared = 'files JOIN signatures ON file = id';
    if (changed.size > fewFiles)
      // The index of hashes alone tells most of them apart.
      return this.#db
        .prepare<{ id: number }>(
          `SELECT id FROM ${compared} WHERE hash IN (SELECT hash FROM files GROUP BY hash HAVING count(*) > 1)`,
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
    const byHash = new Map<string, number[]>();
    /** By the place of a signature its file in `sorted`. */
    const ownerOf = new Int32Array(table.end).fill(-1);
    for (const [at, { id, hash }] of sorted.entries()) {
      const list = byHash.get(hash);
      if (list === undefined) byHash.set(hash, [at]);
      else list.push(at);
      const place = table.placeOf(id);
      if (place !== -1) ownerOf[place] = at;
    }
    const eachMate = (at: number, use: (mate: number) => boolean): void => {
      const { id = 0, hash: own = '' } = sorted[at] ?? {};
      for (const mate of byHash.get(own) ?? []) if (mate !== at && use(mate)) return;
      const place = table.placeOf(id);
      if (place === -1) return;
      table.eachMate(place, (mate) => {
        const other = ownerOf[mate] ?? -1;
        return other === -1 || sorted[other]?.hash === own ? false : use(other);
      });
    };
    const likenessOf = (a: number, b: number): number => {
      const one = sorted[a];
      const other = sorted[b];
      if (one === undefined || other === undefined || areEditions(one.path, other.path)) return 0;
      return one.hash === other.hash ? 1 : likenessAt(table, table.placeOf(one.id), table.placeOf(other.id));
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

function likenessAt({ bytes }: SignatureTable, a: number, b: number): number {
  return likeness(bytes, a * signatureLanes, b * signatureLanes, leastLikeness);
}

/** Adds all files that are like another one. */
function addAlike(table: SignatureTable, found: Set<number>): void {
  for (const file of table.files()) {
    if (found.has(file)) continue;
    const place = table.placeOf(file);
    table.eachMate(place, (mate) => {
      if (likenessAt(table, place, mate) === 0) return false;
      found.add(file);
      found.add(table.fileAt(mate));
      return true;
    });
  }
}

/** Adds a file and those that are like it, if there are any. */
function addAlikeOne(table: SignatureTable, file: number, found: Set<number>): void {
  const place = table.placeOf(file);
  table.eachMate(place, (mate) => {
    if (likenessAt(table, place, mate) === 0) return false;
    found.add(file);
    found.add(table.fileAt(mate));
    return false;
  });
}
