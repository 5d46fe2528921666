import SearchableMap from 'minisearch/SearchableMap';
import { nameKey, nameParts, shortestSlip, slipWords } from './name-parts.ts';

/** How a name answers what was typed, the best first. */
export const nameMatches = ['exact', 'start', 'part', 'similar'] as const;
export type NameMatch = (typeof nameMatches)[number];

const order: Readonly<Record<NameMatch, number>> = { exact: 0, start: 1, part: 2, similar: 3 };

/** A name that was found, and how. */
export interface FoundName {
  readonly name: number;
  readonly text: string;
  readonly match: NameMatch;
}

/** Letters that the keys of a list have in common. */
const prefixLength = 4;

/** An entry is the number of a name, and in its last bits where in its key, which is shorter, one of its parts begins. */
const startBits = 7;

/** Names whose words are taken in in one piece: some milliseconds. */
const piece = 500;

const words = /[\p{L}\p{N}]+/gu;

/**
 * Finds names while one types. A name stands in a list for each of its parts, by the first four letters from there on;
 * a list is short enough to be gone through for each answer, and to put something in or take it out at once. What is
 * typed wrong is put right by the map of MiniSearch, which holds every word of the names and finds those that differ
 * by a letter or two.
 */
export class NameIndex {
  readonly #countOf: (name: number) => number;
  readonly #texts: string[] = [];
  readonly #keys: string[] = [];
  /** Of the texts. They stand here as well, since what is far apart in memory is slow to look at. */
  readonly #lengths: number[] = [];
  readonly #free: number[] = [];
  /** By their first letter, and then by as many as they have in common. */
  readonly #lists = new Map<string, Map<string, number[]>>();
  /** How many names have a word. */
  readonly #uses = new Map<string, number>();
  /** The words by their first letter: that one is hardly ever mistyped, and a tenth is faster than all. */
  readonly #words = new Map<string, SearchableMap<true>>();
  /** Names whose words are not taken in yet. */
  readonly #waiting = new Set<number>();

  /** @param countOf tells how many things have a name: of equally good ones those come first that more things have */
  constructor(countOf: (name: number) => number) {
    this.#countOf = countOf;
  }

  /** Takes a name in. Answers with its number. */
  add(text: string): number {
    const name = this.#free.pop() ?? this.#texts.length;
    const { key, starts } = nameParts(text);
    this.#texts[name] = text;
    this.#keys[name] = key;
    this.#lengths[name] = text.length;
    for (const start of starts) {
      const prefix = key.slice(start, start + prefixLength);
      const ofLetter = this.#lists.get(prefix.charAt(0)) ?? new Map<string, number[]>();
      if (ofLetter.size === 0) this.#lists.set(prefix.charAt(0), ofLetter);
      const list = ofLetter.get(prefix);
      if (list === undefined) ofLetter.set(prefix, [(name << startBits) | start]);
      else list.push((name << startBits) | start);
    }
    this.#waiting.add(name);
    return name;
  }

  remove(name: number): void {
    const parts = nameParts(this.textOf(name));
    const { key, starts } = parts;
    for (const start of starts) {
      const prefix = key.slice(start, start + prefixLength);
      const ofLetter = this.#lists.get(prefix.charAt(0));
      const list = ofLetter?.get(prefix) ?? [];
      const at = list.indexOf((name << startBits) | start);
      const last = list.pop();
      if (last !== undefined && at !== -1 && at < list.length) list[at] = last;
      if (list.length === 0) ofLetter?.delete(prefix);
    }
    if (!this.#waiting.delete(name)) for (const word of slipWords(parts)) this.#countWord(word, -1);
    this.#texts[name] = '';
    this.#keys[name] = '';
    this.#free.push(name);
  }

  textOf(name: number): string {
    return this.#texts[name] ?? '';
  }

  /** Takes in the words of some names, for slips. Answers whether there are more. */
  prepare(most = piece): boolean {
    let left = most;
    for (const name of this.#waiting) {
      if (left-- === 0) return true;
      this.#waiting.delete(name);
      for (const word of slipWords(nameParts(this.textOf(name)))) this.#countWord(word, 1);
    }
    return false;
  }

  /** Names for what was typed: those that hold words which begin like each of its words, the best first. */
  find(typed: string, limit: number): FoundName[] {
    const asked = typed.toLowerCase().match(words) ?? [];
    if (asked.length === 0) return [];
    const best = new BestNames(limit, this.#countOf);
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

  /** Words of names that are spelled like a word that none has, the nearest first; of names that `prepare` took in. */
  similar(word: string, limit: number): string[] {
    const asked = word.toLowerCase();
    if (asked.length < shortestSlip) return [];
    const alike = this.#words.get(asked.slice(0, 1));
    if (alike === undefined) return [];
    const near = [...alike.fuzzyGet(asked, asked.length < 2 * shortestSlip ? 1 : 2)]
      .map(([other, [, distance]]) => ({ other, distance, uses: this.#uses.get(other) ?? 0 }))
      .sort((a, b) => a.distance - b.distance || b.uses - a.uses || (a.other < b.other ? -1 : 1))
      .map(({ other }) => other);
    // Two letters in the wrong order are one slip, but two changes.
    const swapped = swaps(asked).filter((other) => this.#uses.has(other));
    return [...new Set([...swapped, ...near])].slice(0, limit);
  }

  /** The shortest names of which a part begins so; `username` is a part of `getUserName`. */
  beginning(word: string, limit: number): string[] {
    const asked = nameKey(word);
    if (asked.length < shortestSlip) return [];
    const best = new BestNames(limit, this.#countOf);
    this.#range(asked, (name, start) => {
      const match = start === 0 ? 'start' : 'part';
      if (!best.isFullOfBetter(match, this.#lengths[name] ?? 0))
        best.add({ name, text: this.textOf(name), match });
    });
    return best.found.map(({ text }) => text);
  }

  /** Names whose key begins so, in no order. */
  startingWith(key: string): number[] {
    const found: number[] = [];
    this.#range(key, (name, start) => {
      if (start === 0) found.push(name);
    });
    return found;
  }

  #collect(first: string, others: readonly string[], whole: string | null, best: BestNames): void {
    this.#range(first, (name, start) => {
      const match = this.#matchOf(name, start, others.length === 0, whole);
      if (best.isFullOfBetter(match, this.#lengths[name] ?? 0)) return;
      if (others.every((word) => this.#holds(name, word))) best.add({ name, text: this.textOf(name), match });
    });
  }

  #matchOf(name: number, start: number, isAll: boolean, whole: string | null): NameMatch {
    if (whole === null) return 'similar';
    if (start > 0) return 'part';
    if ((this.#lengths[name] ?? 0) >= whole.length && this.#keys[name] === whole) return 'exact';
    return isAll ? 'start' : 'part';
  }

  #holds(name: number, word: string): boolean {
    const key = this.#keys[name] ?? '';
    return (
      key.includes(word) && nameParts(this.textOf(name)).starts.some((start) => key.startsWith(word, start))
    );
  }

  /** Looks at every name that has a part from which on its key begins so. */
  #range(begin: string, look: (name: number, start: number) => void): void {
    const ofLetter = this.#lists.get(begin.charAt(0));
    if (ofLetter === undefined) return;
    if (begin.length >= prefixLength) {
      this.#look(ofLetter.get(begin.slice(0, prefixLength)) ?? [], begin, look);
      return;
    }
    for (const [prefix, list] of ofLetter) if (prefix.startsWith(begin)) this.#look(list, begin, look);
  }

  #look(list: readonly number[], begin: string, look: (name: number, start: number) => void): void {
    const isWhole = begin.length <= prefixLength;
    for (const entry of list) {
      const name = entry >>> startBits;
      const start = entry & ((1 << startBits) - 1);
      if (isWhole || this.#keys[name]?.startsWith(begin, start)) look(name, start);
    }
  }

  #countWord(word: string, change: number): void {
    const before = this.#uses.get(word) ?? 0;
    const uses = before + change;
    if (uses > 0) this.#uses.set(word, uses);
    else this.#uses.delete(word);
    if (before > 0 && uses > 0) return;
    const first = word.slice(0, 1);
    let alike = this.#words.get(first);
    if (alike === undefined) {
      alike = new SearchableMap();
      this.#words.set(first, alike);
    }
    if (uses > 0) alike.set(word, true);
    else alike.delete(word);
  }
}

/** The best of many names. Of a single letter there are tens of thousands: they are never sorted. */
class BestNames {
  /** The best first, each name once. */
  readonly found: FoundName[] = [];
  readonly #limit: number;
  readonly #countOf: (name: number) => number;
  /** Of the last one, when there are as many as are wanted. */
  #worstMatch = Number.POSITIVE_INFINITY;
  #worstLength = Number.POSITIVE_INFINITY;

  constructor(limit: number, countOf: (name: number) => number) {
    this.#limit = limit;
    this.#countOf = countOf;
  }

  /** Whether it can be told at once that such a name is none of the best. */
  isFullOfBetter(match: NameMatch, length: number): boolean {
    const behind = order[match] - this.#worstMatch;
    return behind > 0 || (behind === 0 && length > this.#worstLength);
  }

  add(one: FoundName): void {
    const last = this.found.length === this.#limit ? this.found.at(-1) : undefined;
    if (last !== undefined && this.#compare(one, last) >= 0) return;
    const known = this.found.findIndex((other) => other.name === one.name);
    if (known !== -1) {
      if (this.#compare(one, this.found[known] ?? one) >= 0) return;
      this.found.splice(known, 1);
    }
    const at = this.found.findIndex((other) => this.#compare(one, other) < 0);
    this.found.splice(at === -1 ? this.found.length : at, 0, one);
    this.found.length = Math.min(this.found.length, this.#limit);
    const worst = this.found.length === this.#limit ? this.found.at(-1) : undefined;
    if (worst === undefined) return;
    this.#worstMatch = order[worst.match];
    this.#worstLength = worst.text.length;
  }

  /** Better matches first, then short names, then those that more things have, then by the alphabet. */
  #compare(a: FoundName, b: FoundName): number {
    return (
      order[a.match] - order[b.match] ||
      a.text.length - b.text.length ||
      this.#countOf(b.name) - this.#countOf(a.name) ||
      (a.text < b.text ? -1 : a.text > b.text ? 1 : 0)
    );
  }
}

/** A word with two neighbours exchanged, in every way. */
function swaps(word: string): string[] {
  const found: string[] = [];
  for (let at = 1; at < word.length; at++)
    found.push(`${word.slice(0, at - 1)}${word[at]}${word[at - 1]}${word.slice(at + 1)}`);
  return found;
}
