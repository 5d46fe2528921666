import { type Clock, systemClock } from '../common/clock.ts';
import { type Disposable, disposable } from '../common/disposable.ts';
import type { Json } from '../common/json.ts';
import { type Logger, silentLogger } from '../common/logger.ts';
import type { Result } from '../common/result.ts';
import type { ArtifactGenerations } from '../model/changes-report.ts';
import type { RunDefinition } from '../model/definition.ts';
import type { DodecaEvent, EventBody, EventOf, EventType } from '../model/event.ts';
import type { FindingsReport, PastValue, RunSummary } from '../model/report.ts';
import type { SystemsReport } from '../model/systems-report.ts';
import type { Database } from '../sqlite/database.ts';
import { readMigrations } from '../sqlite/migrations.ts';
import { openStore } from '../sqlite/store.ts';
import { AgentHistory, type ExpectedDuration, type PastExecution } from './agent-history.ts';
import { artifactGenerations } from './artifact-generations.ts';
import {
  type EventPage,
  type EventStretch,
  EventTable,
  type PendingEvent,
  pendingEvent,
} from './event-table.ts';
import {
  type ExecutionKnowledge,
  executionKnowledge,
  pipelineOf,
  retiredRuns,
} from './execution-knowledge.ts';
import { type ExecutionValues, type RecordedFinding, ValueRecords } from './execution-values.ts';
import { journalFigures, recentHolds } from './journal-figures.ts';
import { latestFindings, standingFindingCounts } from './latest-findings.ts';
import { type DerivedFile, type FileProduction, madeFrom, productionsOf } from './lineage.ts';
import { latestValues, type PastValueQuery, pastValues } from './past-values.ts';
import { Projection } from './projection.ts';
import { type RetentionRules, retain } from './retention.ts';
import {
  type RecordedExecution,
  type RecordedRun,
  type RunFilter,
  type RunNotFound,
  RunRecords,
} from './run-records.ts';
import { toldArtifacts } from './told-artifacts.ts';

export interface JournalOptions {
  readonly clock?: Clock;
  readonly logger?: Logger;
  /** Milliseconds that events wait for others before they are written together. */
  readonly groupMs?: number;
  /** Milliseconds to wait for another process that has the file locked. */
  readonly busyTimeoutMs?: number;
  /** Hears of a group that could not be written when nobody called `commit`; the events are kept and tried again. */
  readonly onFailure?: (error: unknown) => void;
}

const groupLimit = 2_000;
const retryMs = 1_000;
const rebuildPage = 10_000;

/**
 * The record of a workspace: append-only events, and the projections that answer questions about them. Every answer
 * is of what was written; what waits in a group is not in it yet.
 */
export class Journal {
  /** Where a damaged journal that stood here was moved to; null where there was none. */
  readonly setAside: string | null;
  readonly #db: Database;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #groupMs: number;
  readonly #onFailure: ((error: unknown) => void) | undefined;
  readonly #events: EventTable;
  readonly #projection: Projection;
  readonly #runs: RunRecords;
  readonly #history: AgentHistory;
  readonly #values: ValueRecords;
  readonly #listeners = new Set<() => void>();
  #queue: PendingEvent[] = [];
  #timer: NodeJS.Timeout | undefined;
  #failing = false;
  #lastSeq: number;
  #lastMs: number;
  #nowMs: number;
  #lastAt: string;

  /** Opens or creates a journal. Throws a `UserError` (`journal-newer`, `-locked`, `-full`, `-read-only`, `-unreachable`, `-foreign`). */
  static open(path: string, options: JournalOptions = {}): Journal {
    const { db, setAside, reason } = openStore(path, {
      name: 'journal',
      migrations: readMigrations('journal', import.meta.url),
      whenDamaged: 'set-aside',
      now: (options.clock ?? systemClock).now(),
      ...(options.busyTimeoutMs === undefined ? {} : { busyTimeoutMs: options.busyTimeoutMs }),
    });
    if (setAside !== null) {
      options.logger?.warn(`${reason} It was set aside as ${setAside}, and a new one was begun.`);
    }
    return new Journal(db, options, setAside);
  }

  /** For a database that is open and has the schema; `Journal.open` is the usual way. */
  constructor(db: Database, options: JournalOptions = {}, setAside: string | null = null) {
    this.setAside = setAside;
    this.#db = db;
    this.#clock = options.clock ?? systemClock;
    this.#logger = options.logger ?? silentLogger;
    this.#groupMs = options.groupMs ?? 4;
    this.#onFailure = options.onFailure;
    this.#events = new EventTable(db);
    this.#projection = new Projection(db);
    this.#runs = new RunRecords(db, this.#clock);
    this.#history = new AgentHistory(db);
    this.#values = new ValueRecords(db);
    const { seq, at } = this.#events.last();
    this.#lastSeq = seq;
    this.#lastMs = at === null ? 0 : Date.parse(at);
    this.#nowMs = this.#lastMs;
    this.#lastAt = new Date(this.#lastMs).toISOString();
  }

  /** The number of the last event that was written; 0 where there is none. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** The time as the record has it, ms: it never goes back. */
  now(): number {
    this.#nowMs = Math.max(this.#nowMs, this.#clock.now());
    return this.#nowMs;
  }

  /**
   * Stamps an event and queues it; it is written with its group.
   *
   * @param at an earlier answer of `now()`, for events that belong to one moment
   */
  append(body: EventBody, at: number = this.now()): void {
    this.#queue.push(pendingEvent(body, this.#stamp(at)));
    if (this.#queue.length >= groupLimit && !this.#failing) this.#tryCommit();
    else this.#timer ??= setTimeout(() => this.#tryCommit(), this.#failing ? retryMs : this.#groupMs);
  }

  /** Writes what is queued, at once. When it throws nothing was written, and the queue is as it was. */
  commit(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const group = this.#queue;
    if (group.length === 0) return;
    try {
      this.#db.transaction(() => this.#write(group));
    } catch (error) {
      this.#failing = true;
      this.#timer = setTimeout(() => this.#tryCommit(), retryMs);
      throw error;
    }
    this.#failing = false;
    this.#queue = [];
    this.#lastSeq += group.length;
    this.#announce();
  }

  /** Calls `listener` after every group that was written. */
  onCommit(listener: () => void): Disposable {
    const own = () => listener();
    this.#listeners.add(own);
    return disposable(() => this.#listeners.delete(own));
  }

  /** Writes what is queued and closes the file. */
  close(): void {
    try {
      if (this.#db.isOpen) this.commit();
    } finally {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#listeners.clear();
      this.#db.close();
    }
  }

  /** One page of the record, in order; go on with `after` = the last `seq` of the page. */
  read(page: EventPage): DodecaEvent[] {
    return this.#events.read(page);
  }

  /** The events of some types in a stretch of the record, in order. */
  readTypes<T extends EventType>(stretch: EventStretch<T>): EventOf<T>[] {
    return this.#events.readTypes(stretch);
  }

  /** Makes all projections again from the events. */
  rebuild(): void {
    this.commit();
    this.#db.transaction(() => {
      this.#projection.clear();
      const retired = new Set(
        this.#db
          .prepare<{ run_id: string }>('SELECT run_id FROM retired_runs')
          .all()
          .map((row) => row.run_id),
      );
      let after = 0;
      for (;;) {
        const page = this.#events.read({ after, limit: rebuildPage });
        const last = page.at(-1);
        if (!last) return;
        const kept = page.filter((event) => !('runId' in event && retired.has(event.runId)));
        this.#projection.apply(kept.map((event) => ({ stamp: event, body: event })));
        after = last.seq;
      }
    });
  }

  /** Newest first. */
  runs(filter: RunFilter = {}): RunSummary[] {
    return this.#runs.list(filter);
  }

  run(runId: string): RecordedRun | null {
    return this.#runs.get(runId);
  }

  /** A run by its id, by the beginning of its id, or `last`. */
  findRun(wanted: string): Result<RunSummary, RunNotFound> {
    return this.#runs.find(wanted);
  }

  /** Runs without an end, oldest first: running ones, and those a dead engine left behind. */
  unfinishedRuns(): RecordedRun[] {
    return this.#runs.unfinished();
  }

  /** The ids of the runs that retention keeps. */
  pinnedRuns(): string[] {
    return this.#runs.pinned();
  }

  /** In the order of the plan. */
  executionsOf(runId: string): RecordedExecution[] {
    return this.#runs.executions(runId);
  }

  /** What succeeded in a run and was not undone since, in the order of success. */
  compensable(runId: string): RecordedExecution[] {
    return this.#runs.compensable(runId);
  }

  /** What is being undone now, or was when an engine died. */
  halfUndone(): (RecordedExecution & { readonly runId: string })[] {
    return this.#runs.halfUndone();
  }

  definition(hash: string): RunDefinition | null {
    return this.#runs.definition(hash);
  }

  /** What executions told in the attempt that stands, in the order in which they ended. */
  outputsOf(runId: string): ExecutionValues[] {
    return this.#values.ofRun(runId);
  }

  /** The context of a run: of each name the value that was set last. */
  contextOf(runId: string): Record<string, Json> {
    return this.#values.context(runId);
  }

  /** Findings of the attempts that stand. */
  findingsOf(runId: string, { limit = 1000 }: { readonly limit?: number } = {}): RecordedFinding[] {
    return this.#values.findings(runId, limit);
  }

  /** For every agent what its latest execution that began has found. */
  latestFindings(): FindingsReport[] {
    return latestFindings(this.#db);
  }

  /** What an agent told under a name in earlier executions, newest first. */
  pastValues(query: PastValueQuery): PastValue[] {
    return pastValues(this.#db, query);
  }

  /** For every agent that told a value of this name in its last execution: what it told. */
  latestValues(query: Pick<PastValueQuery, 'kind' | 'name'>): (PastValue & { readonly agent: string })[] {
    return latestValues(this.#db, query);
  }

  /** Artifacts that runs made, and how often: of all that are recorded, and since a run began. */
  artifactGenerations(sinceRun: string, limit: number): ArtifactGenerations[] {
    return artifactGenerations(this.#db, this.#runs.startedSeq(sinceRun), limit);
  }

  /** The executions that wrote a file and succeeded, newest first. */
  productionsOf(path: string, limit: number): FileProduction[] {
    return productionsOf(this.#db, path, limit);
  }

  /** The executions that told of a file as their artifact and succeeded, newest first. */
  toldArtifacts(path: string, limit: number): FileProduction[] {
    return toldArtifacts(this.#db, path, limit);
  }

  /** Files that were written by executions which read a file, each with the newest one of those, sorted by path. */
  madeFrom(path: string): DerivedFile[] {
    return madeFrom(this.#db, path);
  }

  /** What an execution told of files in an attempt that it has ended with; null where nothing of its run is kept. */
  knowledgeOf(execution: Parameters<typeof executionKnowledge>[1]): ExecutionKnowledge | null {
    return executionKnowledge(this.#db, execution);
  }

  /** The pipeline of a run; null where nothing of it is kept. */
  pipelineOf(runId: string): string | null {
    return pipelineOf(this.#db, runId);
  }

  /** Runs of which nothing is kept any more, since a moment (ISO 8601), in the order in which they went. */
  retiredRuns(since: string): { readonly runId: string; readonly at: string }[] {
    return retiredRuns(this.#db, since);
  }

  /** What there is to say of the journal itself. */
  figures(): SystemsReport['journal'] {
    return journalFigures(this.#db, this.#lastSeq);
  }

  /** Milliseconds that the last executions were held before they started. */
  recentHolds(): number[] {
    return recentHolds(this.#db);
  }

  /** Findings that stand, by severity. */
  standingFindingCounts(): SystemsReport['governance']['findings'] {
    return standingFindingCounts(this.#db);
  }

  /** How long agents take in a pipeline: the median of the last five successes. */
  durations(pipeline: string): ExpectedDuration {
    return this.#history.durations(pipeline);
  }

  /** The last executions of an agent that ended, newest first. */
  recentOf(agent: string, limit: number): PastExecution[] {
    return this.#history.recent(agent, limit);
  }

  failuresInARow(agent: string): { readonly count: number; readonly lastAt: string | null } {
    return this.#history.failuresInARow(agent);
  }

  /** What led an execution to where it is: its events without progress, metrics, log lines and findings. */
  eventsOfExecution(runId: string, stage: string, agent: string): DodecaEvent[] {
    const executionId = this.#runs.executionId(runId, stage, agent);
    return executionId === null ? [] : this.#events.ofExecution(executionId);
  }

  /** Deletes runs that are too old or too many; gives the ids of those whose logs may go. */
  retain(rules: RetentionRules = {}): Promise<string[]> {
    return retain(this.#db, this.#clock, rules);
  }

  #write(group: readonly PendingEvent[]): void {
    const first = this.#lastSeq + 1;
    group.forEach((event, index) => {
      this.#events.insert(first + index, event);
    });
    this.#projection.apply(group.map(({ at, body }, index) => ({ stamp: { seq: first + index, at }, body })));
  }

  #tryCommit(): void {
    this.#timer = undefined;
    try {
      this.commit();
    } catch (error) {
      this.#logger.error('The journal could not be written; the events are kept and tried again.', error);
      this.#onFailure?.(error);
    }
  }

  #announce(): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener();
      } catch (error) {
        this.#logger.error('A listener of the journal failed.', error);
      }
    }
  }

  /** No event is stamped earlier than the one before it. */
  #stamp(at: number): string {
    if (at > this.#lastMs) {
      this.#lastMs = at;
      this.#lastAt = new Date(at).toISOString();
    }
    return this.#lastAt;
  }
}
