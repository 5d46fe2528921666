import { recentExecutions } from './definition-report.ts';
import type { DodecaEvent } from './event.ts';
import type {
  AgentReport,
  DefinitionReport,
  PhaseReport,
  PipelineReport,
  RunReport,
  RunSummary,
  WorkspaceReport,
} from './report.ts';
import { type ExecutionView, pauseReason, RunView } from './run-view.ts';
import { type ExecutionStatus, isExecutionEnd, isRunEnd } from './status.ts';

/** An agent with what it does now, in whatever run. */
export interface AgentView {
  readonly name: string;
  report: AgentReport;
  /** Its executions that have not ended. */
  readonly active: Map<string, { readonly runId: string; readonly execution: ExecutionView }>;
}

export type ClusterView = DefinitionReport['clusters'][number];

/** A run in the list; its executions are there once somebody asked for them, or when it began before our eyes. */
export interface RunEntry {
  summary: RunSummary;
  view: RunView | null;
  /** Where `view` came from a report: the last event that was in it. */
  asOf: number;
  /** Events that came while the report was under way; null where none is. */
  waiting: DodecaEvent[] | null;
}

/** What is to be drawn anew. */
export interface WorkspaceChange {
  /** The definition is another one, or everything was read anew. */
  definition: boolean;
  /** Runs came, went, or changed their place. */
  runs: boolean;
  readonly agents: Set<string>;
  readonly phases: Set<string>;
  /** Runs whose own line or whose stages changed. */
  readonly changedRuns: Set<string>;
  readonly executions: Set<string>;
}

export function noChange(): WorkspaceChange {
  return {
    definition: false,
    runs: false,
    agents: new Set(),
    phases: new Set(),
    changedRuns: new Set(),
    executions: new Set(),
  };
}

/**
 * A workspace as its events so far show it: agents, clusters, phases and runs. It begins with a report and goes on by
 * events; an event that the report holds already changes nothing.
 */
export class WorkspaceView {
  file: string | null = null;
  /** What is wrong with the definition; what is shown then is the last one that was right. */
  problem: string | null = null;
  /** Whether anything was ever read. */
  loaded = false;
  clusters: readonly ClusterView[] = [];
  pipelines: readonly PipelineReport[] = [];
  readonly agents = new Map<string, AgentView>();
  readonly phases = new Map<string, PhaseReport>();
  /** Newest first. */
  readonly runs = new Map<string, RunEntry>();
  #asOf = 0;
  /** What changed since it was last taken. */
  #change = noChange();

  /** Begins anew with a report. */
  load(report: WorkspaceReport): void {
    this.#asOf = report.asOf;
    this.loaded = true;
    this.#change.runs = true;
    this.runs.clear();
    for (const summary of report.runs) {
      this.runs.set(summary.runId, { summary, view: null, asOf: 0, waiting: null });
    }
    for (const agent of this.agents.values()) agent.active.clear();
    this.loadDefinition(report.definition, report.problem);
  }

  /** Takes in another definition; null where it is wrong, and the last one goes on being shown. */
  loadDefinition(definition: DefinitionReport | null, problem: string | null): void {
    this.problem = problem;
    this.#change.definition = true;
    if (!definition) return;
    this.file = definition.file;
    this.clusters = definition.clusters;
    this.pipelines = definition.pipelines;
    const before = new Map(this.agents);
    this.agents.clear();
    for (const report of definition.agents) {
      const active = before.get(report.name)?.active ?? new Map();
      this.agents.set(report.name, { name: report.name, report, active });
    }
    this.phases.clear();
    for (const phase of definition.phases) this.phases.set(phase.id, phase);
  }

  /** From now on the events of a run are kept until its report comes. */
  expectRun(runId: string): void {
    const entry = this.runs.get(runId);
    if (entry) entry.waiting ??= [];
  }

  /** The report did not come. */
  abandonRun(runId: string): void {
    const entry = this.runs.get(runId);
    if (entry) entry.waiting = null;
  }

  /** Takes in a run with its executions. */
  loadRun(report: RunReport): RunEntry {
    const entry = this.#entryOf(report);
    const waiting = entry.waiting ?? [];
    entry.waiting = null;
    entry.view = RunView.of(report);
    entry.asOf = report.asOf;
    for (const execution of entry.view.executions.values()) this.#place(report.runId, execution);
    for (const event of waiting) if (event.seq > entry.asOf) this.#applyToRun(entry, event);
    this.#change.changedRuns.add(report.runId);
    return entry;
  }

  /**
   * Takes in the next event. Answers with the id of a run whose executions are not known and must be asked for, since
   * it goes on; null otherwise.
   */
  apply(event: DodecaEvent): string | null {
    if (event.seq <= this.#asOf) return null;
    this.#asOf = event.seq;
    switch (event.type) {
      case 'run.started': {
        const { runId, pipeline, at } = event;
        const entry: RunEntry = {
          summary: {
            runId,
            pipeline,
            status: 'running',
            startedAt: at,
            finishedAt: null,
            durationMs: 0,
            reason: null,
            pinned: false,
            archived: false,
            commit: event.commit ?? null,
          },
          view: new RunView(),
          asOf: 0,
          waiting: null,
        };
        this.#first(entry);
        this.#applyToRun(entry, event);
        this.#noteLastRun(entry.summary);
        return null;
      }
      case 'run.resumed': {
        const entry = this.runs.get(event.runId);
        if (!entry) return event.runId;
        entry.summary = { ...entry.summary, status: 'running', finishedAt: null, reason: null };
        this.#noteLastRun(entry.summary);
        this.#change.runs = true;
        return this.#applyToRun(entry, event) ? null : event.runId;
      }
      case 'run.finished': {
        const entry = this.runs.get(event.runId);
        if (!entry) return null;
        const { status, durationMs, reason, at } = event;
        entry.summary = { ...entry.summary, status, durationMs, reason, finishedAt: at };
        this.#noteLastRun(entry.summary);
        this.#change.runs = true;
        this.#applyToRun(entry, event);
        this.#endAll(event.runId);
        return null;
      }
      case 'run.paused':
      case 'run.continued': {
        const entry = this.runs.get(event.runId);
        if (!entry || isRunEnd(entry.summary.status)) return null;
        const paused = event.type === 'run.paused';
        const [status, reason] = paused
          ? (['paused', pauseReason(event)] as const)
          : (['running', null] as const);
        entry.summary = { ...entry.summary, status, reason };
        this.#noteLastRun(entry.summary);
        this.#change.runs = true;
        this.#applyToRun(entry, event);
        this.#change.changedRuns.add(event.runId);
        return null;
      }
      case 'run.marked': {
        const entry = this.runs.get(event.runId);
        if (!entry) return null;
        const { pinned, archived } = event;
        entry.summary = { ...entry.summary, pinned, archived };
        this.#change.runs = true;
        this.#change.changedRuns.add(event.runId);
        return null;
      }
      default: {
        if (!('runId' in event)) return null;
        if (event.type === 'execution.finished') this.#noteEnd(event);
        const entry = this.runs.get(event.runId);
        if (entry) this.#applyToRun(entry, event);
        return null;
      }
    }
  }

  /** What changed since this was last asked. */
  takeChange(): WorkspaceChange {
    const change = this.#change;
    this.#change = noChange();
    return change;
  }

  /** Runs that go on. */
  active(): RunEntry[] {
    return [...this.runs.values()].filter(({ summary }) => !isRunEnd(summary.status));
  }

  /** Says that what runs is to be drawn anew: its time goes on. */
  tick(): void {
    for (const [runId, entry] of this.runs) {
      if (isRunEnd(entry.summary.status)) continue;
      this.#change.changedRuns.add(runId);
      for (const execution of entry.view?.executions.values() ?? []) {
        if (execution.status !== 'running') continue;
        this.#change.executions.add(execution.executionId);
        this.#change.agents.add(execution.agent);
      }
    }
  }

  #entryOf(report: RunReport): RunEntry {
    const known = this.runs.get(report.runId);
    const { params: _p, options: _o, definition: _d, executions: _e, asOf: _a, ...summary } = report;
    if (known) {
      known.summary = summary;
      return known;
    }
    const entry: RunEntry = { summary, view: null, asOf: 0, waiting: null };
    this.#first(entry);
    return entry;
  }

  #first(entry: RunEntry): void {
    const others = [...this.runs];
    this.runs.clear();
    this.runs.set(entry.summary.runId, entry);
    for (const [runId, other] of others) this.runs.set(runId, other);
    this.#change.runs = true;
  }

  /** Whether the executions of the run are known. */
  #applyToRun(entry: RunEntry, event: DodecaEvent): boolean {
    if (entry.waiting) {
      entry.waiting.push(event);
      return true;
    }
    if (!entry.view) return false;
    if (event.seq <= entry.asOf) return true;
    const { runId } = entry.summary;
    const touched = entry.view.apply(event);
    if (touched) {
      this.#place(runId, touched);
      this.#change.executions.add(touched.executionId);
    } else if (event.type === 'run.started' || event.type === 'run.resumed') {
      for (const { executionId } of event.executions) {
        const execution = entry.view.executions.get(executionId);
        if (execution) this.#place(runId, execution);
      }
    }
    this.#change.changedRuns.add(runId);
    return true;
  }

  /** An execution is among the active ones of its agent until it has ended. */
  #place(runId: string, execution: ExecutionView): void {
    const agent = this.agents.get(execution.agent);
    if (!agent) return;
    this.#change.agents.add(agent.name);
    if (isExecutionEnd(execution.status)) agent.active.delete(execution.executionId);
    else agent.active.set(execution.executionId, { runId, execution });
  }

  #noteEnd(event: DodecaEvent & { readonly type: 'execution.finished' }): void {
    const agent = this.agents.get(event.agent);
    if (!agent) return;
    const { runId, status, at, durationMs } = event;
    agent.active.delete(event.executionId);
    agent.report = {
      ...agent.report,
      last: { runId, status, at, durationMs },
      recent: [status, ...agent.report.recent].slice(0, recentExecutions),
    };
    this.#change.agents.add(agent.name);
  }

  #endAll(runId: string): void {
    for (const agent of this.agents.values()) {
      for (const [executionId, active] of agent.active) {
        if (active.runId !== runId) continue;
        agent.active.delete(executionId);
        this.#change.agents.add(agent.name);
      }
    }
  }

  #noteLastRun(summary: RunSummary): void {
    for (const [id, phase] of this.phases) {
      if (phase.pipeline !== summary.pipeline) continue;
      const before = phase.last;
      if (before && before.runId !== summary.runId && before.startedAt > summary.startedAt) continue;
      this.phases.set(id, { ...phase, last: summary });
      this.#change.phases.add(id);
    }
  }
}

/** What an agent shows: the furthest of what it does, else how it last ended; null where it never ran. */
export function statusOf(agent: AgentView): ExecutionStatus | null {
  return furthest(agent)?.execution.status ?? agent.report.last?.status ?? null;
}

const byProgress: readonly ExecutionStatus[] = ['running', 'retrying', 'held', 'queued'];

/** Of what an agent does now, what is furthest. */
export function furthest(
  agent: AgentView,
): { readonly runId: string; readonly execution: ExecutionView } | null {
  let best: { readonly runId: string; readonly execution: ExecutionView } | null = null;
  let rank = Number.POSITIVE_INFINITY;
  for (const candidate of agent.active.values()) {
    const own = byProgress.indexOf(candidate.execution.status);
    if (own >= rank) continue;
    rank = own;
    best = candidate;
  }
  return best;
}
