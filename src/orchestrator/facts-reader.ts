import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Journal } from '../journal/journal.ts';
import type {
  RecordedDecision,
  RecordedExecution,
  RecordedFacts,
  RecordedProduction,
  RecordedRun,
  RecordedTestReport,
} from '../library/record/recorded-facts.ts';
import type { EventOf } from '../model/event.ts';

/** What the library learns from. */
const types = ['run.started', 'execution.files', 'execution.finished', 'library.decided'] as const;
type Told = EventOf<(typeof types)[number]>;

/** So much of the record is read at once: some milliseconds. */
const stretch = 4000;
/** So many things are told at once. */
const mostThings = 60;
/** So many things are looked at before others have their turn. */
const atATime = 10;

/** The kind of artifact that says of which files an agent has tested what. */
const testsKind = 'tests';

/** Collects what the library learns from a part of the journal. */
interface Collected {
  readonly runs: RecordedRun[];
  readonly executions: RecordedExecution[];
  readonly decisions: RecordedDecision[];
  readonly productions: RecordedProduction[];
  readonly testReports: RecordedTestReport[];
}

/** Reads from the journal what the library is told, in pieces between which others have their turn. */
export class FactsReader {
  readonly #journal: Journal;
  readonly #logsFolder: string;

  /** @param logsFolder where logs are, relative to the workspace, with `/` */
  constructor(journal: Journal, logsFolder: string) {
    this.#journal = journal;
    this.#logsFolder = logsFolder;
  }

  /**
   * The next piece of what there is to tell; null where it is stopped.
   *
   * @param after the last event that was told
   * @param last the last event that is to be told
   */
  async read(after: number, last: number, stopped: () => boolean): Promise<RecordedFacts | null> {
    const collected: Collected = {
      runs: [],
      executions: [],
      decisions: [],
      productions: [],
      testReports: [],
    };
    let seq = after;
    let things = 0;
    while (seq < last && things < mostThings) {
      await nextTurn();
      if (stopped()) return null;
      const through = Math.min(last, seq + stretch);
      const events = this.#journal.readTypes({ after: seq, through, types });
      seq = through;
      for (const event of events) {
        if (++things % atATime === 0) {
          await nextTurn();
          if (stopped()) return null;
        }
        this.#take(event, collected);
        if (things < mostThings) continue;
        seq = event.seq;
        break;
      }
    }
    return { after, anew: false, seq, ...collected, tests: [], retired: [] };
  }

  #take(event: Told, { runs, productions, executions, testReports, decisions }: Collected): void {
    switch (event.type) {
      case 'run.started': {
        const { runId, pipeline, at, commit } = event;
        if (this.#journal.pipelineOf(runId) === null) return;
        runs.push({ runId, pipeline, at, commit: commit ?? null });
        return;
      }
      case 'execution.files': {
        const { runId, executionId, stage, agent, at, inputs, outputs } = event;
        if (this.#journal.pipelineOf(runId) === null) return;
        productions.push({ runId, executionId, stage, agent, at, inputs, outputs });
        return;
      }
      case 'library.decided': {
        const { path, decision, hash, at, by } = event;
        decisions.push({ path, decision, hash, at, by });
        return;
      }
      case 'execution.finished': {
        const { runId, executionId, stage, agent, status, reason, exitCode } = event;
        const knowledge = this.#journal.knowledgeOf(event);
        if (knowledge === null) return;
        const { pipeline, findings, paths, artifacts } = knowledge;
        executions.push({
          runId,
          executionId,
          pipeline,
          stage,
          agent,
          status,
          reason,
          exitCode,
          log: `${this.#logsFolder}/${runId}/${executionId}.log`,
          findings,
          artifacts: artifacts.map(({ path }) => path),
          files: [...new Set([...paths, ...artifacts.map(({ path }) => path)])],
        });
        for (const { path, kind } of artifacts)
          if (kind === testsKind) testReports.push({ path, runId, executionId, agent });
        return;
      }
    }
  }
}
