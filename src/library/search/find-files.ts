import type { CorpusFile } from './corpus.ts';
import { type Evidence, gatherEvidence } from './evidence.ts';
import { fileFilter } from './file-filter.ts';
import type { LibraryView } from './library-view.ts';
import { parseQuery } from './parse-query.ts';
import { planQuery, type QueryPlan } from './query-plan.ts';
import { FileRanker, type RankedFile } from './rank-files.ts';
import type { Tokenizer } from './tokenizer.ts';

/** A file in an answer, with everything that its score is the sum of. */
export interface FoundFile extends Omit<RankedFile, 'place'> {
  readonly file: CorpusFile;
}

/** What was found, and what it was found by. */
export interface FoundFiles {
  readonly files: readonly FoundFile[];
  readonly evidence: readonly Evidence[];
  readonly problem: string | null;
}

/** Words that one may be taken for that nothing has. */
const mostTakenFor = 3;

/** Finds the files that answer a query. */
export class FileFinder {
  readonly #view: LibraryView;
  readonly #tokenizer: Tokenizer;
  readonly #ranker: FileRanker;

  constructor(view: LibraryView, tokenizer: Tokenizer) {
    this.#view = view;
    this.#tokenizer = tokenizer;
    this.#ranker = new FileRanker(view.corpus);
  }

  /** Call it within `LibraryView.current`. */
  find(query: string, limit: number): FoundFiles {
    const { corpus } = this.#view;
    const parsed = parseQuery(query);
    const plan = planQuery(parsed, this.#tokenizer);
    const filter = fileFilter(parsed.filters);
    let problem = parsed.problem ?? filter.problem;
    const passages = filter.passageKinds === null ? null : this.#passagesOfKinds(filter.passageKinds);
    const excluded = this.#filesWith(plan.excluded);
    const allowed = (place: number): boolean => {
      const file = corpus.fileAt(place);
      return file !== null && filter.accepts(file) && !excluded.has(place);
    };
    if (plan.terms.length + plan.phrases.length === 0) {
      const asked = parsed.filters.length > 0;
      if (!asked) problem ??= 'There is nothing to look for in this query.';
      return { files: asked ? this.#listed(allowed, passages, limit) : [], evidence: [], problem };
    }
    const evidence = gatherEvidence(plan, this.#view, this.#tokenizer, (word) => this.#nearest(word));
    const required = plan.phrases
      .filter((phrase) => phrase.required)
      .map(({ text }) => this.#filesWith([text]));
    const isCalled = this.#callers(plan);
    const ranked = this.#ranker.rank(evidence, {
      limit,
      among: passages,
      accepts: (place) => allowed(place) && required.every((holders) => holders.has(place)),
      isCalled: (place) => isCalled(corpus.fileAt(place)),
    });
    const files = ranked.flatMap(({ place, ...one }) => {
      const file = corpus.fileAt(place);
      return file === null ? [] : [{ ...one, file }];
    });
    return { files, evidence, problem };
  }

  /** Tells which files are, or hold, what is called exactly what was asked. */
  #callers({ name }: QueryPlan): (file: CorpusFile | null) => boolean {
    if (name === null) return () => false;
    const called = this.#view.names.filesCalled(name);
    const path = name.toLowerCase();
    if (!path.includes('/')) return (file) => file !== null && called.has(file.id);
    return (file) => file !== null && (called.has(file.id) || endsLike(file.path.toLowerCase(), path));
  }

  /** Files that were only filtered, by their paths. */
  #listed(
    allowed: (place: number) => boolean,
    passages: ReadonlySet<number> | null,
    limit: number,
  ): FoundFile[] {
    const { corpus } = this.#view;
    const found: FoundFile[] = [];
    for (const file of corpus.all()) {
      if (!allowed(corpus.placeOfFile(file.id))) continue;
      const passage = file.passages.find((id) => passages?.has(id) ?? true);
      if (passage === undefined) continue;
      found.push({ file, passage, score: 0, parts: { passages: 0, file: 0, path: 0, name: 0 } });
    }
    return found.sort((a, b) => (a.file.path < b.file.path ? -1 : 1)).slice(0, limit);
  }

  #passagesOfKinds(kinds: readonly string[]): Set<number> {
    const row = this.#view.db
      .prepare<{ ids: string }>(
        'SELECT json_group_array(id) AS ids FROM passages WHERE kind IN (SELECT value FROM json_each(?))',
      )
      .get(JSON.stringify(kinds));
    return new Set<number>(JSON.parse(row?.ids ?? '[]'));
  }

  /** Places of the files that hold one of these phrases, in a text or in their path. */
  #filesWith(phrases: readonly string[]): Set<number> {
    const { corpus, fullText } = this.#view;
    const places = new Set<number>();
    for (const phrase of phrases)
      for (const where of ['text', 'path'] as const)
        for (const passage of fullText.phrase(phrase, where)) places.add(corpus.placeOfPassage(passage));
    return places;
  }

  /** What a word that nothing has may mean: names of which a part begins so, else words that are spelled alike. */
  #nearest(word: string): string[] {
    this.#view.completeNames();
    const { nameIndex } = this.#view;
    const names = nameIndex.beginning(word, mostTakenFor);
    return names.length > 0 ? names : nameIndex.similar(word, mostTakenFor);
  }
}

/** Whether a path is, or ends with, what was asked for. */
function endsLike(path: string, asked: string): boolean {
  return path === asked || path.endsWith(`/${asked}`);
}
