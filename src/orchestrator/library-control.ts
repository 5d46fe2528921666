import { setTimeout as sleep } from 'node:timers/promises';
import { type Disposable, disposable } from '../common/disposable.ts';
import type { Logger } from '../common/logger.ts';
import type { Library } from '../library/library.ts';
import type { LibraryQuestions } from '../library/library-questions.ts';
import type {
  BuildReport,
  DocumentStatus,
  LibraryListing,
  LibraryStatus,
  NameMeaning,
  SearchAnswer,
  Suggestion,
} from '../model/library-report.ts';
import type { DocumentReport, FixReport, ReviewDecision, ReviewQueue } from '../model/library-review.ts';
import type { LineageReport } from '../model/lineage-report.ts';
import type { LibraryApi, LibraryNews } from '../rpc/library-api.ts';
import type { LibraryRecord } from './library-record.ts';
import type { FileLineage } from './lineage.ts';
import type { ReviewControl } from './review-control.ts';

/** Milliseconds that a search waits for what runs know, when it wants to know what is new. */
const patienceMs = 1000;
/** Milliseconds for which a look at what has changed serves all who ask. */
const freshMs = 2000;

/** The knowledge library behind the facade. */
export class LibraryControl implements LibraryApi {
  readonly #library: Library;
  readonly #logger: Logger;
  readonly #lineage: FileLineage;
  readonly #record: LibraryRecord;
  readonly #review: ReviewControl;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #looking: Promise<BuildReport> | null = null;
  #watching = false;

  constructor(
    library: Library,
    logger: Logger,
    lineage: FileLineage,
    record: LibraryRecord,
    review: ReviewControl,
  ) {
    this.#library = library;
    this.#logger = logger;
    this.#lineage = lineage;
    this.#record = record;
    this.#review = review;
  }

  async build({ full }: { readonly full: boolean }): Promise<BuildReport> {
    const look = full ? this.#look(true) : (this.#looking ?? this.#look(false));
    const [report] = await Promise.all([look, this.#record.upToDate()]);
    return report;
  }

  /** Something was recorded that the library should know. */
  noteRecorded(): void {
    this.#record.news();
  }

  watch(): void {
    if (this.#watching) return;
    this.#watching = true;
    this.#record.keep();
    this.#library.watch().catch((error) => {
      this.#watching = false;
      this.#logger.error('The library is not watched.', error);
    });
  }

  onNews(listener: (news: LibraryNews) => void): Disposable {
    const heard = [
      this.#library.onProgress((progress) => listener({ kind: 'progress', progress })),
      this.#library.onChange(() => listener({ kind: 'changed' })),
    ];
    return disposable(() => {
      for (const one of heard) one.dispose();
    });
  }

  status(): Promise<LibraryStatus> {
    return this.#library.status();
  }

  async search(request: {
    readonly query: string;
    readonly limit: number;
    readonly fresh: boolean;
    readonly explain: boolean;
    readonly excerpts: boolean;
  }): Promise<SearchAnswer> {
    const { fresh, ...search } = request;
    this.#record.use();
    if (fresh) {
      const told = this.#record.upToDate();
      // Where nothing is indexed, the answer says so.
      if (performance.now() - this.#lookedAt > freshMs && this.#library.off === null)
        await (this.#looking ?? this.#look(false));
      await Promise.race([told, sleep(patienceMs, undefined, { ref: false })]);
    }
    return await this.#library.search(search);
  }

  suggest(request: { readonly text: string; readonly limit: number }): Promise<readonly Suggestion[]> {
    return this.#ask('suggest', request);
  }

  define(request: { readonly name: string; readonly language: string | null }): Promise<NameMeaning | null> {
    return this.#ask('define', request);
  }

  list(request: { readonly folder: string; readonly kinds: readonly string[] }): Promise<LibraryListing> {
    return this.#ask('list', request);
  }

  statuses(request: {
    readonly paths: readonly string[];
  }): Promise<Readonly<Record<string, DocumentStatus>>> {
    return this.#ask('statuses', request);
  }

  review(request: { readonly limit: number }): Promise<ReviewQueue> {
    return this.#ask('review', request);
  }

  async fix({
    paths,
    by,
  }: {
    readonly paths: readonly string[] | null;
    readonly by: string;
  }): Promise<FixReport> {
    await this.build({ full: false });
    return await this.#review.fix(paths, by);
  }

  document({ path }: { readonly path: string }): Promise<DocumentReport> {
    this.#record.use();
    return this.#review.document(path);
  }

  decide({
    path,
    decision,
    by,
  }: {
    readonly path: string;
    readonly decision: ReviewDecision;
    readonly by: string;
  }): Promise<DocumentReport> {
    return this.#review.decide(path, decision, by);
  }

  lineage({ path }: { readonly path: string }): Promise<LineageReport> {
    this.#record.use();
    return this.#lineage.of(path);
  }

  close(): Promise<void> {
    this.#record.close();
    return this.#library.close();
  }

  #ask<Q extends Exclude<keyof LibraryQuestions, 'search' | 'figures'>>(
    question: Q,
    params: LibraryQuestions[Q]['params'],
  ): Promise<LibraryQuestions[Q]['value']> {
    this.#record.use();
    return this.#library.ask(question, params);
  }

  async #look(full: boolean): Promise<BuildReport> {
    const look = this.#library.build({ full });
    this.#looking = look;
    try {
      const report = await look;
      this.#lookedAt = performance.now();
      return report;
    } finally {
      if (this.#looking === look) this.#looking = null;
    }
  }
}
