import { bestFirst } from './best-first.ts';
import type { Corpus } from './corpus.ts';
import type { Evidence } from './evidence.ts';
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
  };
}

export interface RankOptions {
  readonly limit: number;
  /** By place, which files may be an answer. */
  accepts(place: number): boolean;
  /** By place, which files are called exactly what was asked: they come before all others. */
  isCalled(place: number): boolean;
  /** Ids of the passages of which a file must have one; null where any will do. */
  readonly among: ReadonlySet<number> | null;
}

/** Passages of a file that count: what a fourth would add cannot be told from nothing. */
const countingPassages = 3;

/**
 * Adds up what was found for every file. Its tables are kept from one query to the next and emptied by going through
 * what was used of them: a new table for each of ten thousand files would take longer than everything else.
 */
export class FileRanker {
  readonly #corpus: Corpus;
  #ofPassage = new Float64Array(0);
  #ofFile = new Float64Array(0);
  #ofPath = new Float64Array(0);
  #most = new Float64Array(0);
  #scores = new Float64Array(0);
  /** For each place the highest scores of its passages, the highest first. */
  #highest = new Float64Array(0);
  /** For each place the id of the passage with the highest score; 0 where it has none. */
  #best = new Int32Array(0);
  #touched = new Uint8Array(0);

  constructor(corpus: Corpus) {
    this.#corpus = corpus;
  }

  /** The best of the files that have anything of what was asked, the best first, equal ones by their paths. */
  rank(evidence: readonly Evidence[], { limit, accepts, isCalled, among }: RankOptions): RankedFile[] {
    this.#fit();
    const places = this.#collect(evidence, among);
    const scores = this.#scores;
    const answers: number[] = [];
    const called: number[] = [];
    let highest = 0;
    for (const place of places) {
      const hasPassage = this.#best[place] !== 0 || this.#firstPassage(place, among) !== undefined;
      if (!hasPassage || !accepts(place)) continue;
      const score = this.#passagesScore(place) + (this.#ofFile[place] ?? 0) + (this.#ofPath[place] ?? 0);
      scores[place] = score;
      highest = Math.max(highest, score);
      answers.push(place);
      if (isCalled(place)) called.push(place);
    }
    for (const place of called) scores[place] = (scores[place] ?? 0) + highest;
    const path = (place: number): string => this.#corpus.fileAt(place)?.path ?? '';
    const best = bestFirst(
      answers,
      limit,
      (a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || (path(a) < path(b) ? -1 : 1),
    );
    const ranked = best.map((place) => ({
      place,
      score: scores[place] ?? 0,
      passage: this.#best[place] || (this.#firstPassage(place, among) ?? 0),
      parts: {
        passages: this.#passagesScore(place),
        file: this.#ofFile[place] ?? 0,
        path: this.#ofPath[place] ?? 0,
        name: called.includes(place) ? highest : 0,
      },
    }));
    for (const place of places) this.#clear(place);
    return ranked;
  }

  /** Fills the tables. Answers with the places of the files for which there is anything. */
  #collect(evidence: readonly Evidence[], among: ReadonlySet<number> | null): number[] {
    const corpus = this.#corpus;
    const ofPassage = this.#ofPassage;
    const passages: number[] = [];
    const places: number[] = [];
    const touch = (place: number): void => {
      if (this.#touched[place] === 1) return;
      this.#touched[place] = 1;
      places.push(place);
    };
    for (const one of evidence) {
      for (let at = 0; at < one.passages.length; at++) {
        const passage = one.passages[at] ?? 0;
        if (ofPassage[passage] === 0) passages.push(passage);
        ofPassage[passage] = (ofPassage[passage] ?? 0) + (one.scores[at] ?? 0);
      }
      if (one.isTerm) this.#addMost(one);
      for (let at = 0; at < one.paths.length; at++) {
        const place = corpus.placeOfPassage(one.paths[at] ?? 0);
        if (place < 0) continue;
        touch(place);
        this.#ofPath[place] = (this.#ofPath[place] ?? 0) + (one.pathScores[at] ?? 0);
      }
    }
    for (const passage of passages) {
      const score = ofPassage[passage] ?? 0;
      ofPassage[passage] = 0;
      const place = corpus.placeOfPassage(passage);
      if (place < 0) continue;
      touch(place);
      if (among === null || among.has(passage)) this.#addPassage(place, passage, score);
    }
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

  /** Adds to each file the most that one of its passages got for a word. */
  #addMost({ passages, scores }: Evidence): void {
    const most = this.#most;
    const places: number[] = [];
    for (let at = 0; at < passages.length; at++) {
      const place = this.#corpus.placeOfPassage(passages[at] ?? 0);
      if (place < 0) continue;
      const score = scores[at] ?? 0;
      if (most[place] === 0) places.push(place);
      if (score > (most[place] ?? 0)) most[place] = score;
    }
    const share = 1 - ranking.passages;
    for (const place of places) {
      this.#ofFile[place] = (this.#ofFile[place] ?? 0) + share * (most[place] ?? 0);
      most[place] = 0;
    }
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

  #firstPassage(place: number, among: ReadonlySet<number> | null): number | undefined {
    const passages = this.#corpus.fileAt(place)?.passages ?? [];
    return among === null ? passages[0] : passages.find((id) => among.has(id));
  }

  #clear(place: number): void {
    this.#touched[place] = 0;
    this.#ofFile[place] = 0;
    this.#ofPath[place] = 0;
    this.#best[place] = 0;
    for (let at = 0; at < countingPassages; at++) this.#highest[place * countingPassages + at] = 0;
  }

  #fit(): void {
    const { passageEnd, placeEnd } = this.#corpus;
    if (this.#ofPassage.length < passageEnd) this.#ofPassage = new Float64Array(passageEnd * 2);
    if (this.#touched.length >= placeEnd) return;
    const places = placeEnd * 2;
    this.#ofFile = new Float64Array(places);
    this.#ofPath = new Float64Array(places);
    this.#most = new Float64Array(places);
    this.#scores = new Float64Array(places);
    this.#highest = new Float64Array(places * countingPassages);
    this.#best = new Int32Array(places);
    this.#touched = new Uint8Array(places);
  }
}
