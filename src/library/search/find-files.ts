import { bestFirst } from './best-first.ts';
import type { CorpusFile } from './corpus.ts';
import { type Evidence, gatherEvidence } from './evidence.ts';
import { fileFilter } from './file-filter.ts';
import type { LibraryView } from './library-view.ts';
import { type ParsedQuery, parseQuery } from './parse-query.ts';
import { passagesOfKinds } from './passages-of-kinds.ts';
import { planQuery, type QueryPlan } from './query-plan.ts';
import { FileRanker, type RankedFile } from './rank-files.ts';
import { runFilter } from './run-filter.ts';
import type { Tokenizer } from './tokenizer.ts';

/** A file in an answer, with everything that its score is the sum of. */
export interface FoundFile extends RankedFile {
  readonly file: CorpusFile;
}

/** What was found, and what it was found by. */
export interface FoundFiles {
  readonly files: readonly FoundFile[];
  readonly evidence: readonly Evidence[];
  readonly problem: string | null;
}

/** What the filters and exclusions of a query let through. */
interface Allowed {
  /** By place; null where all files pass. */
  readonly accepts: ((place: number) => boolean) | null;
  /** Ids of the passages of which a file must have one; null where any will do. */
  readonly among: ReadonlySet<number> | null;
  readonly problem: string | null;
}

/** Words that one may be taken for that nothing has. */
const mostTakenFor = 3;

const noParts: RankedFile['parts'] = { passages: 0, file: 0, path: 0, name: 0, status: 0 };

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
    const parsed = parseQuery(query);
    const plan = planQuery(parsed, this.#tokenizer);
    const allowed = this.#allowed(parsed, plan);
    const problem = parsed.problem ?? allowed.problem;
    if (plan.terms.length + plan.phrases.length === 0) {
      if (parsed.filters.length > 0) return { files: this.#listed(allowed, limit), evidence: [], problem };
      return { files: [], evidence: [], problem: problem ?? 'There is nothing to look for in this query.' };
    }
    const evidence = gatherEvidence(plan, this.#view, this.#tokenizer, (word) =>
      this.#view.namesMeant(word, mostTakenFor),
    );
    const ranked = this.#ranker.rank(evidence, {
      ...allowed,
      limit,
      isCalled: this.#callers(plan),
      canonicalOf: (places) => this.#canonicalOf(places),
    });
    return { files: ranked.flatMap((one) => this.#withFile(one)), evidence, problem };
  }

  #allowed(parsed: ParsedQuery, plan: QueryPlan): Allowed {
    const { db, corpus } = this.#view;
    const filter = fileFilter(parsed.filters);
    const runs = runFilter(db, parsed.filters);
    const excluded = this.#filesWith(plan.excluded);
    for (const id of runs.otherFiles) excluded.add(corpus.placeOfFile(id));
    const required = plan.phrases
      .filter((phrase) => phrase.required)
      .map(({ text }) => this.#filesWith([text]));
    const among = both(filter.passages === null ? null : passagesOfKinds(db, filter.passages), runs.passages);
    const accepts = (place: number): boolean => {
      const file = corpus.fileAt(place);
      return (
        file !== null &&
        !excluded.has(place) &&
        required.every((holders) => holders.has(place)) &&
        (filter.accepts?.(file, corpus.statusAt(place)) ?? true)
      );
    };
    const isAll = filter.accepts === null && excluded.size + required.length === 0;
    return { accepts: isAll ? null : accepts, among, problem: filter.problem ?? runs.problem };
  }

  /** Tells which files are, or hold, what is called exactly what was asked. */
  #callers({ name }: QueryPlan): ((place: number) => boolean) | null {
    if (name === null) return null;
    const { corpus } = this.#view;
    const called = new Set<number>();
    for (const id of this.#view.filesCalled(name)) called.add(corpus.placeOfFile(id));
    const path = name.toLowerCase();
    if (!path.includes('/')) return called.size === 0 ? null : (place) => called.has(place);
    return (place) => called.has(place) || endsLike(corpus.fileAt(place)?.lowerPath ?? '', path);
  }

  #canonicalOf(places: readonly number[]): Map<number, number> {
    const { db, corpus } = this.#view;
    const ids = places.map((place) => corpus.fileAt(place)?.id ?? -1);
    const rows = db
      .prepare<{ file: number; canonical: number }>(
        `SELECT file, canonical FROM duplicates
         WHERE file IN (SELECT value FROM json_each(?)) AND canonical <> file`,
      )
      .all(JSON.stringify(ids));
    return new Map(
      rows.map(({ file, canonical }) => [corpus.placeOfFile(file), corpus.placeOfFile(canonical)]),
    );
  }

  /** Files that were only filtered, by their paths. */
  #listed({ accepts, among }: Allowed, limit: number): FoundFile[] {
    const { corpus } = this.#view;
    const found: RankedFile[] = [];
    for (const [place] of corpus.all()) {
      if (accepts !== null && !accepts(place)) continue;
      const passage = corpus.firstPassage(place, among);
      if (passage !== undefined) found.push({ place, passage, score: 0, parts: noParts });
    }
    const path = ({ place }: RankedFile): string => corpus.fileAt(place)?.path ?? '';
    return bestFirst(found, limit, (a, b) => (path(a) < path(b) ? -1 : 1)).flatMap((one) =>
      this.#withFile(one),
    );
  }

  #withFile(one: RankedFile): FoundFile[] {
    const file = this.#view.corpus.fileAt(one.place);
    return file === null ? [] : [{ ...one, file }];
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
}

/** Whether a path is, or ends with, what was asked for. */
function endsLike(path: string, asked: string): boolean {
  return path === asked || path.endsWith(`/${asked}`);
}

/** What is in both; null stands for everything. */
function both(a: ReadonlySet<number> | null, b: ReadonlySet<number> | null): ReadonlySet<number> | null {
  if (a === null || b === null) return a ?? b;
  return new Set([...a].filter((one) => b.has(one)));
}
