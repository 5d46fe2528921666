import MiniSearch from 'minisearch';
import { splitIdentifier } from './identifier-parts.ts';
import { type Name, type NameListener, nameKey } from './name-table.ts';

/** How a name answers what was typed, the best first. */
export const nameMatches = ['exact', 'start', 'part', 'similar'] as const;
export type NameMatch = (typeof nameMatches)[number];

/** A name that was found, and how. */
export interface FoundName {
  readonly name: Name;
  readonly match: NameMatch;
}

/** A key by which a name is found: all of it, or what begins at one of its parts. */
interface Entry {
  readonly key: string;
  readonly name: Name;
  readonly isStart: boolean;
}

interface Word {
  readonly id: string;
}

/** Names that are taken in in one piece: some milliseconds. */
const piece = 500;

/** A word of fewer letters is similar to too much. */
const shortest = 4;

/** More of a bucket is not looked at for one answer. */
const mostEntries = 50_000;

const words = /[\p{L}\p{N}]+/gu;

/**
 * Finds names while one types. Names that begin so come from sorted lists, one for each two first letters, since any
 * beginning must be answered in a few milliseconds, and of one or two letters there are thousands. What is typed
 * wrong is put right by MiniSearch, which holds every word of the names once.
 */
export class NameIndex implements NameListener {
  readonly #buckets = new Map<string, Entry[]>();
  readonly #words: MiniSearch<Word>;
  readonly #uses = new Map<string, number>();
  readonly #waiting = new Map<Name, boolean>();

  constructor() {
    this.#words = new MiniSearch<Word>({
      fields: ['id'],
      tokenize: (text) => [text],
      processTerm: (term) => term,
      autoVacuum: true,
    });
  }

  added(name: Name): void {
    this.#note(name, true);
  }

  removed(name: Name): void {
    this.#note(name, false);
  }

  /** Takes in a piece of what came and went. Answers whether there is more. */
  prepare(most = piece): boolean {
    let left = most;
    for (const [name, isAdded] of this.#waiting) {
      if (left-- === 0) return true;
      this.#waiting.delete(name);
      if (isAdded) this.#insert(name);
      else this.#remove(name);
    }
    return false;
  }

  /** Names for what was typed: those that hold words which begin like each of its words, the best first. */
  find(typed: string, limit: number): FoundName[] {
    const asked = typed.toLowerCase().match(words) ?? [];
    if (asked.length === 0) return [];
    const best = new BestNames(limit);
    const whole = nameKey(typed);
    this.#collect(whole, [], whole, best);
    if (asked.length > 1) {
      const [longest = '', ...others] = [...asked].sort((a, b) => b.length - a.length);
      this.#collect(longest, others, whole, best);
    }
    if (best.found.length < limit)
      for (const similar of this.similar(asked.at(-1) ?? '', limit))
        this.#collect(similar, asked.slice(0, -1), null, best);
    return best.found;
  }

  /** Words of names that are spelled like a word that none has, the nearest first. */
  similar(word: string, limit: number): string[] {
    const asked = word.toLowerCase();
    if (asked.length < shortest) return [];
    const fuzzy = asked.length < 2 * shortest ? 1 : 2;
    const near = this.#words
      .search(asked, { fuzzy, prefix: false })
      .map((result): [word: string, score: number] => [String(result.id), result.score])
      .filter(([other]) => other[0] === asked[0])
      .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
      .map(([other]) => other);
    // Two letters in the wrong order are one slip, but two changes.
    const swapped = swaps(asked).filter((other) => this.#uses.has(other));
    return [...new Set([...swapped, ...near])].slice(0, limit);
  }

  /** The shortest names of which a part begins so; `username` is a part of `getUserName`. */
  beginning(word: string, limit: number): string[] {
    const asked = word.toLowerCase();
    if (asked.length < shortest) return [];
    const best = new BestNames(limit);
    for (const { name, isStart } of this.#range(asked)) best.add(name, isStart ? 'start' : 'part');
    return best.found.map(({ name }) => name.text);
  }

  #note(name: Name, isAdded: boolean): void {
    // What came and went while it waited needs nothing.
    if (this.#waiting.get(name) === !isAdded) this.#waiting.delete(name);
    else this.#waiting.set(name, isAdded);
  }

  #collect(first: string, others: readonly string[], whole: string | null, best: BestNames): void {
    for (const { name, isStart } of this.#range(first)) {
      if (others.length > 0 && !others.every((word) => holds(name, word))) continue;
      if (whole === null) best.add(name, 'similar');
      else if (name.key === whole) best.add(name, 'exact');
      else best.add(name, isStart && others.length === 0 ? 'start' : 'part');
    }
  }

  /** Entries whose key begins so. */
  *#range(start: string): Generator<Entry> {
    if (start === '') return;
    let left = mostEntries;
    const buckets =
      start.length >= 2
        ? [this.#buckets.get(start.slice(0, 2)) ?? []]
        : [...this.#buckets].filter(([prefix]) => prefix.startsWith(start)).map(([, bucket]) => bucket);
    for (const bucket of buckets)
      for (let at = lowest(bucket, start); at < bucket.length; at++) {
        const entry = bucket[at];
        if (entry === undefined || !entry.key.startsWith(start) || left-- === 0) break;
        yield entry;
      }
  }

  #insert(name: Name): void {
    for (const entry of entriesOf(name)) {
      const bucket = this.#buckets.get(entry.key.slice(0, 2));
      if (bucket === undefined) this.#buckets.set(entry.key.slice(0, 2), [entry]);
      else bucket.splice(lowest(bucket, entry.key), 0, entry);
    }
    for (const word of wordsOf(name)) {
      const uses = this.#uses.get(word) ?? 0;
      this.#uses.set(word, uses + 1);
      if (uses === 0) this.#words.add({ id: word });
    }
  }

  #remove(name: Name): void {
    for (const { key } of entriesOf(name)) {
      const bucket = this.#buckets.get(key.slice(0, 2)) ?? [];
      for (let at = lowest(bucket, key); bucket[at]?.key === key; at++)
        if (bucket[at]?.name === name) {
          bucket.splice(at, 1);
          break;
        }
      if (bucket.length === 0) this.#buckets.delete(key.slice(0, 2));
    }
    for (const word of wordsOf(name)) {
      const uses = (this.#uses.get(word) ?? 1) - 1;
      if (uses > 0) this.#uses.set(word, uses);
      else {
        this.#uses.delete(word);
        this.#words.remove({ id: word });
      }
    }
  }
}

/** The best of many names. Of a single letter there are tens of thousands: they are never sorted. */
class BestNames {
  /** The best first, each name once. */
  readonly found: FoundName[] = [];
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(name: Name, match: NameMatch): void {
    const one = { name, match };
    const last = this.found.length === this.#limit ? this.found.at(-1) : undefined;
    if (last !== undefined && compare(one, last) >= 0) return;
    const known = this.found.findIndex((other) => other.name === name);
    if (known !== -1) {
      if (compare(one, this.found[known] ?? one) >= 0) return;
      this.found.splice(known, 1);
    }
    const at = this.found.findIndex((other) => compare(one, other) < 0);
    this.found.splice(at === -1 ? this.found.length : at, 0, one);
    this.found.length = Math.min(this.found.length, this.#limit);
  }
}

/** Better matches first, then short names, then those that more things have, then by the alphabet. */
function compare(a: FoundName, b: FoundName): number {
  return (
    nameMatches.indexOf(a.match) - nameMatches.indexOf(b.match) ||
    a.name.text.length - b.name.text.length ||
    b.name.places.length - a.name.places.length ||
    (a.name.text < b.name.text ? -1 : 1)
  );
}

/** A word with two neighbours exchanged, in every way. */
function swaps(word: string): string[] {
  const found: string[] = [];
  for (let at = 1; at < word.length; at++)
    found.push(`${word.slice(0, at - 1)}${word[at]}${word[at - 1]}${word.slice(at + 1)}`);
  return found;
}

function partsOf(text: string): string[] {
  return (text.match(words) ?? []).flatMap(splitIdentifier).map((part) => part.toLowerCase());
}

function entriesOf(name: Name): Entry[] {
  const parts = partsOf(name.text);
  const entries: Entry[] = [];
  const keys = new Set<string>();
  for (let at = 0; at < parts.length; at++) {
    const key = parts.slice(at).join('').slice(0, 60);
    if (key === '' || keys.has(key)) continue;
    keys.add(key);
    entries.push({ key, name, isStart: at === 0 });
  }
  return entries;
}

/** What of a name can be mistyped: its parts, and all of it. */
function wordsOf(name: Name): Set<string> {
  const found = new Set<string>();
  for (const part of partsOf(name.text)) if (part.length >= shortest && /\p{L}/u.test(part)) found.add(part);
  for (const word of name.text.toLowerCase().match(words) ?? [])
    if (word.length >= shortest && word.length <= 40 && /\p{L}/u.test(word)) found.add(word);
  return found;
}

function holds(name: Name, word: string): boolean {
  return name.key.includes(word) && entriesOf(name).some(({ key }) => key.startsWith(word));
}

/** Where in a sorted list the first key stands that is not before this one. */
function lowest(bucket: readonly Entry[], key: string): number {
  let from = 0;
  let to = bucket.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((bucket[middle]?.key ?? '') < key) from = middle + 1;
    else to = middle;
  }
  return from;
}
