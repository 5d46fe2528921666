import { posix } from 'node:path';
import type { Database } from '../../sqlite/database.ts';
import type { NamedThing } from '../document.ts';
import type { CorpusFile } from './corpus.ts';

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
  readonly file: number;
  readonly kind: NameKind;
  /** From 1. */
  readonly line: number;
}

/** A name, with everything that is called so. */
export interface Name {
  readonly text: string;
  /** Its letters and digits, small: by it `get_user` and `getUser` are one. */
  readonly key: string;
  /** Triples: the id of a file, a line, the number of a kind. One array, since there are many. */
  readonly places: number[];
}

/** Hears of names that come and go. */
export interface NameListener {
  added(name: Name): void;
  removed(name: Name): void;
}

/** Longer names are sentences; nobody types them. */
const longest = 120;

/** Every name in the workspace: of files, of what they define, of their titles. */
export class NameTable {
  readonly #db: Database;
  readonly #listener: NameListener;
  readonly #byText = new Map<string, Name>();
  readonly #byKey = new Map<string, Name[]>();
  readonly #ofFile = new Map<number, readonly Name[]>();

  constructor(db: Database, listener: NameListener) {
    this.#db = db;
    this.#listener = listener;
  }

  get size(): number {
    return this.#byText.size;
  }

  /** Reads the names of a file anew. */
  put(file: CorpusFile): void {
    this.take(file.id);
    const rows = this.#db
      .prepare<{ name: string; kind: string; line: number }>(
        'SELECT name, kind, line FROM names WHERE file = ? ORDER BY ordinal',
      )
      .all(file.id);
    const names = new Set<Name>();
    names.add(this.#add(posix.basename(file.path), file.id, 1, 'file'));
    if (file.title !== null && isName(file.title)) names.add(this.#add(file.title, file.id, 1, 'title'));
    for (const { name, kind, line } of rows)
      if (isName(name)) names.add(this.#add(name, file.id, line, kind));
    this.#ofFile.set(file.id, [...names]);
  }

  /** Forgets the names of a file. */
  take(file: number): void {
    for (const name of this.#ofFile.get(file) ?? []) {
      const { places } = name;
      let kept = 0;
      for (let at = 0; at < places.length; at += 3) {
        if (places[at] === file) continue;
        places.copyWithin(kept, at, at + 3);
        kept += 3;
      }
      places.length = kept;
      if (kept === 0) this.#drop(name);
    }
    this.#ofFile.delete(file);
  }

  /** Ids of the files that something of exactly this name is in, or that are called so, with or without their extension. */
  filesCalled(text: string): Set<number> {
    const files = new Set<number>();
    for (const { places } of this.#byKey.get(nameKey(text)) ?? [])
      for (let at = 0; at < places.length; at += 3) files.add(places[at] ?? 0);
    return files;
  }

  /** What is called so, in no order. */
  occurrences({ places }: Name): Occurrence[] {
    const found: Occurrence[] = [];
    for (let at = 0; at < places.length; at += 3)
      found.push({
        file: places[at] ?? 0,
        line: places[at + 1] ?? 1,
        kind: kinds[places[at + 2] ?? 0] ?? 'tag',
      });
    return found;
  }

  #add(text: string, file: number, line: number, kind: string): Name {
    let name = this.#byText.get(text);
    if (name === undefined) {
      name = { text, key: nameKey(text), places: [] };
      this.#byText.set(text, name);
      for (const key of keysOf(name)) {
        const same = this.#byKey.get(key);
        if (same === undefined) this.#byKey.set(key, [name]);
        else same.push(name);
      }
      this.#listener.added(name);
    }
    name.places.push(file, line, kindNumber.get(kind) ?? kinds.length - 1);
    return name;
  }

  #drop(name: Name): void {
    this.#byText.delete(name.text);
    for (const key of keysOf(name)) {
      const others = (this.#byKey.get(key) ?? []).filter((other) => other !== name);
      if (others.length === 0) this.#byKey.delete(key);
      else this.#byKey.set(key, others);
    }
    this.#listener.removed(name);
  }
}

/** How names are compared: by their letters and digits, small. */
export function nameKey(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

/** Places in a list of kinds; see `kinds`. */
export function kindOrder(kind: NameKind): number {
  return kindNumber.get(kind) ?? kinds.length;
}

/** A file is called by its name with and without its extension. */
function keysOf({ text, key }: Name): string[] {
  const bare = nameKey(text.replace(/\.[A-Za-z0-9]{1,10}$/, ''));
  return bare === '' || bare === key ? [key] : [key, bare];
}

function isName(text: string): boolean {
  return text.length <= longest && /[\p{L}\p{N}]/u.test(text);
}
