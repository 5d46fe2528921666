import { bestFirst } from './best-first.ts';
import type { Corpus } from './corpus.ts';
import type { Evidence } from './evidence.ts';
import { PassageSums } from './passage-sums.ts';
import { ranking } from './ranking.ts';

/** A file in an answer. */
export interface RankedFile {
  /** Its place in the corpus. */
  readonly place: number;
  /** The id of the passage that answers best. */
  readonly passage: number;
  readonly score: number;
  /** What the score is the sum of. */
  readonly parts: {
    readonly passages: number;
    readonly file: number;
    readonly path: number;
    readonly name: number;
    readonly status: number;
  };
}

export interface RankOptions {
  readonly limit: number;
  /** By place, which files may be an answer; null where all may. */
  readonly accepts: ((place: number) => boolean) | null;
  /** By place, which files are called exactly what was asked: they come before all others; null where none is. */
  readonly isCalled: ((place: number) => boolean) | null;
  /** Ids of the passages of which a file must have one; null where any will do. */
  readonly among: ReadonlySet<number> | null;
  /** Of files in an answer, given by their places, those that are duplicates of another one, with the place of that. */
  canonicalOf(places: readonly number[]): ReadonlyMap<number, number>;
}

/** Passages of a file that count: what a fourth would add cannot be told from nothing. */
const countingPassages = 3;

/**
 * Adds up what was found for every file. Its tables are kept from one query to the next and emptied by going through
 * what was used of them: a new table for each of ten thousand files would take longer than everything else.
 */
export class FileRanker {
  readonly #corpus: Corpus;
  #ofPassage = new PassageSums();
  #ofFile = new Float64Array(0);
  #ofPath = new Float64Array(0);
  #scores = new Float64Array(0);
  /** For each place the highest scores of its passages, the highest first. */
  #highest = new Float64Array(0);
  /** For each place the id of the passage with the highest score; 0 where it has none. */
  #best = new Int32Array(0);
  #touched = new Uint8Array(0);
  /** The places of the files of passages that are gone through. */
  #places = new Int32Array(0);
  /** The value of `changes` that `#ofPassage` was made for. */
  #changes = -1;

  constructor(corpus: Corpus) {
    this.#corpus = corpus;
  }

  /** The best of the files that have anything of what was asked, the best first, equal ones by their paths. */
  rank(
    evidence: readonly Evidence[],
    { limit, accepts, isCalled, among, canonicalOf }: RankOptions,
  ): RankedFile[] {
    this.#fit();
    const corpus = this.#corpus;
    const places = this.#collect(evidence, among);
    const scores = this.#scores;
    const answers: number[] = [];
    let highest = 0;
    for (const place of places) {
      scores[place] = 0;
      if (this.#best[place] === 0 && corpus.firstPassage(place, among) === undefined) continue;
      if (accepts !== null && !accepts(place)) continue;
      const score = this.#textScore(place) * this.#factor(place);
      scores[place] = score;
      highest = Math.max(highest, score);
      answers.push(place);
    }
    const called = new Set(isCalled === null ? [] : answers.filter(isCalled));
    for (const place of called) scores[place] = (scores[place] ?? 0) + highest * this.#factor(place);
    const order = (a: number, b: number): number =>
      (scores[b] ?? 0) - (scores[a] ?? 0) || (this.#path(a) < this.#path(b) ? -1 : 1);
    let best = bestFirst(answers, limit, order);
    if (this.#raise(canonicalOf(best))) best = bestFirst(answers, limit, order);
    const ranked = best.map((place) => {
      const parts = {
        passages: this.#passagesScore(place),
        file: this.#ofFile[place] ?? 0,
        path: this.#ofPath[place] ?? 0,
        name: called.has(place) ? highest : 0,
      };
      const score = scores[place] ?? 0;
      const status = score - (parts.passages + parts.file + parts.path + parts.name);
      const passage = this.#best[place] || (corpus.firstPassage(place, among) ?? 0);
      return { place, score, passage, parts: { ...parts, status } };
    });
    for (const place of places) this.#clear(place);
    return ranked;
  }

  /** Puts the one to go by in front of its duplicates, where it answers as well. Answers whether there was anything to do. */
  #raise(canonicals: ReadonlyMap<number, number>): boolean {
    const scores = this.#scores;
    let isAny = false;
    for (const [place, canonical] of canonicals) {
      const least = (scores[place] ?? 0) * (1 + ranking.justAbove);
      const own = scores[canonical] ?? 0;
      if (this.#touched[canonical] !== 1 || own === 0 || own >= least) continue;
      scores[canonical] = least;
      isAny = true;
    }
    return isAny;
  }

  #textScore(place: number): number {
    return this.#passagesScore(place) + (this.#ofFile[place] ?? 0) + (this.#ofPath[place] ?? 0);
  }

  #factor(place: number): number {
    return ranking.statuses[this.#corpus.statusAt(place)];
  }

  #path(place: number): string {
    return this.#corpus.fileAt(place)?.path ?? '';
  }

  /** Fills the tables. Answers with the places of the files for which there is anything. */
  #collect(evidence: readonly Evidence[], among: ReadonlySet<number> | null): number[] {
    const corpus = this.#corpus;
    const ofPassage = this.#ofPassage;
    const ofPath = this.#ofPath;
    const touched = this.#touched;
    const places: number[] = [];
    const touch = (place: number): void => {
      if (touched[place] === 1) return;
      touched[place] = 1;
      places.push(place);
    };
    for (const { isTerm, passages, scores, paths, pathScores } of evidence) {
      ofPassage.add(passages, scores);
      if (isTerm) this.#addMost(passages, scores);
      for (let at = 0; at < paths.length; at++) {
        const place = corpus.placeOfPassage(paths[at] ?? 0);
        if (place < 0) continue;
        touch(place);
        ofPath[place] = (ofPath[place] ?? 0) + (pathScores[at] ?? 0);
      }
    }
    ofPassage.take((passage, score) => {
      const place = corpus.placeOfPassage(passage);
      if (place < 0) return;
      touch(place);
      if (among === null || among.has(passage)) this.#addPassage(place, passage, score);
    });
    return places;
  }

  #addPassage(place: number, passage: number, score: number): void {
    const highest = this.#highest;
    const first = place * countingPassages;
    const best = this.#best[place] ?? 0;
    const top = highest[first] ?? 0;
    if (best === 0 || score > top || (score === top && passage < best)) this.#best[place] = passage;
    let left = score;
    for (let at = first; at < first + countingPassages; at++) {
      const there = highest[at] ?? 0;
      if (left <= there) continue;
      highest[at] = left;
      left = there;
    }
  }

  /** Adds to each file the most that one of its passages got for a word. The ids of a file's passages follow each other. */
  #addMost(passages: Int32Array, scores: Float64Array): void {
    const ofFile = this.#ofFile;
    const share = 1 - ranking.passages;
    const count = passages.length;
    if (this.#places.length < count) this.#places = new Int32Array(Math.ceil(count * 1.25));
    const places = this.#places;
    this.#corpus.placesOfPassages(passages, places);
    let current = -1;
    let most = 0;
    for (let at = 0; at < count; at++) {
      const place = places[at] as number;
      const score = scores[at] as number;
      if (place === current) {
        if (score > most) most = score;
        continue;
      }
      if (current >= 0) ofFile[current] = (ofFile[current] as number) + share * most;
      current = place;
      most = score;
    }
    if (current >= 0) ofFile[current] = (ofFile[current] as number) + share * most;
  }

  /** The highest score of a passage, and of each next one a quarter of what the one before it counted. */
  #passagesScore(place: number): number {
    let sum = 0;
    let share: number = ranking.passages;
    for (let at = 0; at < countingPassages; at++) {
      sum += share * (this.#highest[place * countingPassages + at] ?? 0);
      share *= ranking.nextPassage;
    }
    return sum;
  }

  #clear(place: number): void {
    this.#touched[place] = 0;
    this.#ofFile[place] = 0;
    this.#ofPath[place] = 0;
    this.#best[place] = 0;
    this.#highest.fill(0, place * countingPassages, (place + 1) * countingPassages);
  }

  #fit(): void {
    const { placeEnd, changes } = this.#corpus;
    // Passages that are gone take no room for longer.
    if (changes !== this.#changes) this.#ofPassage = new PassageSums();
    this.#changes = changes;
    if (this.#touched.length >= placeEnd) return;
    const places = Math.ceil(placeEnd * 1.25);
    this.#ofFile = new Float64Array(places);
    this.#ofPath = new Float64Array(places);
    this.#scores = new Float64Array(places);
    this.#highest = new Float64Array(places * countingPassages);
    this.#best = new Int32Array(places);
    this.#touched = new Uint8Array(places);
  }
}
