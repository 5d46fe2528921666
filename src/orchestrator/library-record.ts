import { errorCode, errorMessage } from '../common/errors.ts';
import type { Logger } from '../common/logger.ts';
import type { Journal } from '../journal/journal.ts';
import type { Library } from '../library/library.ts';
import type { RecordedFacts } from '../library/record/recorded-facts.ts';
import { FactsReader } from './facts-reader.ts';

export interface LibraryRecordOptions {
  readonly journal: Journal;
  readonly library: Pick<Library, 'ask' | 'learn' | 'onDiscard'>;
  readonly logger: Logger;
  /** Where logs are, relative to the workspace, with `/`. */
  readonly logsFolder: string;
}

/** The library is in use for so long after somebody has used it, ms. */
const inUseMs = 60_000;
/** Where nothing is indexed or something fails, it is not tried again for so long, ms. */
const restMs = 5000;
/** After so many events that say nothing the library is told so, that the next one need not look at them. */
const mostUntold = 20_000;
/** So many runs are taken out at once. */
const mostRetired = 1000;
/** It may have been thrown away meanwhile, or be closing: so often it is told anew without getting on. */
const mostRepeats = 3;

/**
 * Tells the library what the journal knows: what is new since it was told last, in pieces, one after the other, while
 * somebody uses the library. Nothing waits for it, and a library that nobody uses is left alone: it catches up later.
 */
export class LibraryRecord {
  readonly #journal: Journal;
  readonly #library: LibraryRecordOptions['library'];
  readonly #logger: Logger;
  readonly #reader: FactsReader;
  /** The last event that the library knows; null where it has to be asked. */
  #learned: number | null = null;
  /** There is nothing to tell up to this event, although the library does not know that; 0 where that is not known. */
  #looked = 0;
  /** Runs that went before this moment were told; ISO 8601. */
  #retiredSince = '';
  /** Those that went at that moment and were told. */
  readonly #retired = new Set<string>();
  #usedAt = Number.NEGATIVE_INFINITY;
  #kept = false;
  #restUntil = Number.NEGATIVE_INFINITY;
  #telling: Promise<void> | null = null;
  /** Whether somebody wants it told once more when it has been told. */
  #again = false;
  #failed = false;
  #closed = false;

  constructor({ journal, library, logger, logsFolder }: LibraryRecordOptions) {
    this.#journal = journal;
    this.#library = library;
    this.#logger = logger;
    this.#reader = new FactsReader(journal, logsFolder);
    library.onDiscard(() => {
      this.#learned = null;
      this.#looked = 0;
      this.#retiredSince = '';
      this.#retired.clear();
      this.news();
    });
  }

  /** Somebody uses the library: what it was not told yet is told now. */
  use(): void {
    this.#usedAt = performance.now();
    this.#start();
  }

  /** Somebody uses it from now on. */
  keep(): void {
    this.#kept = true;
    this.use();
  }

  /** Something was recorded that the library should know. */
  news(): void {
    if (this.#kept || performance.now() - this.#usedAt < inUseMs) this.#start();
  }

  /** Resolves when the library knows what is recorded now, or cannot be told. */
  async upToDate(): Promise<void> {
    this.use();
    const telling = this.#telling;
    await telling;
    // What was recorded since that began is told behind it.
    if (this.#telling !== telling) await this.#telling;
  }

  /** Tells nothing any more. */
  close(): void {
    this.#closed = true;
  }

  #start(): void {
    if (this.#closed) return;
    if (this.#telling !== null) {
      this.#again = true;
      return;
    }
    if (performance.now() < this.#restUntil) return;
    if (Math.max(this.#learned ?? -1, this.#looked) === this.#journal.lastSeq) return;
    this.#telling = this.#tell()
      .catch((error) => this.#note(error))
      .finally(() => {
        this.#telling = null;
        if (!this.#again) return;
        this.#again = false;
        this.#start();
      });
  }

  async #tell(): Promise<void> {
    const learned = this.#learned ?? (await this.#library.ask('learned', null));
    if (this.#closed) return;
    const last = this.#journal.lastSeq;
    // A journal that was damaged has been set aside: what the library knows is of that one.
    if (learned <= last) this.#learned = learned;
    else if (!(await this.#learn({ ...nothing, after: learned, anew: true, seq: 0 }))) return;
    for (let repeats = 0; !this.#closed && (this.#learned ?? 0) < last; ) {
      const before = this.#learned ?? 0;
      const facts = await this.#reader.read(Math.max(before, this.#looked), last, () => this.#closed);
      if (facts === null) return;
      // While a run goes on there is little to tell of much that happens.
      if (saysNothing(facts) && facts.seq - before < mostUntold) {
        this.#looked = facts.seq;
        break;
      }
      if (!(await this.#learn({ ...facts, after: before }))) return;
      repeats = (this.#learned ?? 0) > before ? 0 : repeats + 1;
      if (repeats > mostRepeats) return this.#rest();
    }
    await this.#tellRetired();
    this.#failed = false;
  }

  async #tellRetired(): Promise<void> {
    if (this.#closed) return;
    const retired = this.#journal
      .retiredRuns(this.#retiredSince)
      .filter(({ runId }) => !this.#retired.has(runId));
    for (let at = 0; at < retired.length && !this.#closed; at += mostRetired) {
      const runIds = retired.slice(at, at + mostRetired).map(({ runId }) => runId);
      const seq = this.#learned ?? 0;
      if (!(await this.#learn({ ...nothing, after: seq, seq, retired: runIds }))) return;
    }
    for (const { runId, at } of retired) {
      if (at !== this.#retiredSince) this.#retired.clear();
      this.#retiredSince = at;
      this.#retired.add(runId);
    }
  }

  /** Answers whether something is indexed at all. */
  async #learn(facts: RecordedFacts): Promise<boolean> {
    this.#looked = 0;
    this.#learned = await this.#library.learn(facts);
    if (this.#learned === null) this.#rest();
    return this.#learned !== null;
  }

  #rest(): void {
    this.#restUntil = performance.now() + restMs;
  }

  #note(error: unknown): void {
    this.#learned = null;
    this.#looked = 0;
    this.#rest();
    if (this.#closed || this.#failed || errorCode(error) === 'library-closed') return;
    this.#failed = true;
    this.#logger.warn(`The library was not told what runs know: ${errorMessage(error)}`);
  }
}

const nothing: RecordedFacts = {
  after: 0,
  anew: false,
  seq: 0,
  runs: [],
  executions: [],
  decisions: [],
  productions: [],
  tests: [],
  testReports: [],
  retired: [],
};

function saysNothing({ runs, executions, decisions, productions, testReports }: RecordedFacts): boolean {
  return [runs, executions, decisions, productions, testReports].every((told) => told.length === 0);
}
