import { posix } from 'node:path';
import type { Database } from '../../sqlite/database.ts';
import type { NamedThing } from '../document.ts';
import type { CorpusFile } from './corpus.ts';
import type { NameIndex } from './name-index.ts';
import { hasKey, longestName, nameKey } from './name-parts.ts';
import type { Occurrences } from './occurrences.ts';
import { readColumns } from './read-columns.ts';

/** What a name is the name of. `title`: of a document. */
export type NameKind = NamedThing['kind'] | 'file' | 'title';

/** Kinds, those first by which one most likely means to find something. */
const kinds: readonly NameKind[] = [
  'class',
  'interface',
  'type',
  'enum',
  'function',
  'method',
  'module',
  'file',
  'title',
  'heading',
  'constant',
  'column',
  'key',
  'tag',
];

const kindNumber: ReadonlyMap<string, number> = new Map(kinds.map((kind, at) => [kind, at]));

/** Something that is called so. */
export interface Occurrence {
  /** The id of a file. */
  readonly file: number;
  readonly kind: NameKind;
  /** From 1. */
  readonly line: number;
}

const letterOrDigit = /[\p{L}\p{N}]/u;

/** Every name in the workspace: of files, of what they define, of their titles. */
export class NameTable {
  readonly #db: Database;
  readonly #index: NameIndex;
  readonly #numbers = new Map<string, number>();
  readonly #occurrences: Occurrences;

  constructor(db: Database, index: NameIndex, occurrences: Occurrences) {
    this.#db = db;
    this.#index = index;
    this.#occurrences = occurrences;
  }

  /** Reads the names of files anew. */
  put(files: readonly Pick<CorpusFile, 'id' | 'path'>[]): void {
    const ids = JSON.stringify(files.map(({ id }) => id));
    for (const file of files) {
      this.take(file.id);
      this.#add(posix.basename(file.path), file.id, 1, 'file');
    }
    const titles = readColumns<{ id: number; title: string | null }>(
      this.#db,
      `SELECT json_group_array(id) AS id, json_group_array(title) AS title FROM files
       WHERE id IN (SELECT value FROM json_each(?))`,
      ids,
    );
    for (const [at, id] of titles.id.entries()) this.#add(titles.title[at] ?? '', id, 1, 'title');
    const names = readColumns<{ file: number; name: string; kind: string; line: number }>(
      this.#db,
      `SELECT json_group_array(file) AS file, json_group_array(name) AS name, json_group_array(kind) AS kind,
         json_group_array(line) AS line FROM names WHERE file IN (SELECT value FROM json_each(?))`,
      ids,
    );
    for (const [at, name] of names.name.entries())
      this.#add(name, names.file[at] ?? 0, names.line[at] ?? 1, names.kind[at] ?? '');
  }

  /** Forgets the names of a file. */
  take(file: number): void {
    for (const name of this.#occurrences.removeFile(file)) {
      this.#numbers.delete(this.#index.textOf(name));
      this.#index.remove(name);
    }
  }

  /** Ids of the files that something of exactly this name is in, or that are called so, with or without their extension. */
  filesCalled(text: string): Set<number> {
    const files = new Set<number>();
    const key = nameKey(text);
    for (const name of this.#index.startingWith(key)) {
      if (!hasKey(this.#index.textOf(name), key)) continue;
      for (const { file } of this.#occurrences.of(name)) files.add(file);
    }
    return files;
  }

  /** Names that are exactly so, or else are written in another way. */
  called(text: string): string[] {
    const key = nameKey(text);
    const names = this.#index.startingWith(key).map((name) => this.#index.textOf(name));
    return names.filter((name) => nameKey(name) === key);
  }

  /** What is called so, in no order. */
  occurrences(text: string): Occurrence[] {
    const name = this.#numbers.get(text);
    if (name === undefined) return [];
    return [...this.#occurrences.of(name)].map(({ kind, ...one }) => ({
      ...one,
      kind: kinds[kind] ?? 'tag',
    }));
  }

  #add(text: string, file: number, line: number, kind: string): void {
    let name = this.#numbers.get(text);
    if (name === undefined) {
      if (text.length > longestName || !letterOrDigit.test(text)) return;
      name = this.#index.add(text);
      this.#numbers.set(text, name);
    }
    this.#occurrences.add(name, { file, line, kind: kindNumber.get(kind) ?? kinds.length - 1 });
  }
}

/** Places in a list of kinds; see `kinds`. */
export function kindOrder(kind: NameKind): number {
  return kindNumber.get(kind) ?? kinds.length;
}
