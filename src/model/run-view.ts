import type { RunPause } from './debug.ts';
import type { DodecaEvent, EventOf, ExecutionRef } from './event.ts';
import type { RunReport } from './report.ts';
import { type ExecutionStatus, isExecutionEnd, isRunEnd, type RunStatus } from './status.ts';

/** An execution as the events so far show it. */
export interface ExecutionView {
  readonly executionId: string;
  readonly stage: string;
  readonly agent: string;
  status: ExecutionStatus;
  attempts: number;
  /** ms since the epoch; of the attempt that runs or ran last. */
  startedAt: number | null;
  durationMs: number | null;
  percent: number | null;
  /** What it last said of its progress. */
  message: string | null;
  reason: string | null;
  readonly findings: EventOf<'execution.finding'>[];
  /** Findings beyond those that are kept. */
  moreFindings: number;
}

/** Who made a run stand still and where, for people: `paused by VS Code at analysis/lint`. */
export function pauseReason({ by, place }: RunPause): string {
  if (!place) return `paused by ${by}`;
  const where = place.agent === null ? place.stage : `${place.stage}/${place.agent}`;
  return `paused by ${by} ${place.at === 'end' ? 'after' : 'at'} ${where}`;
}

/** Findings kept of one execution: a view shows some and counts the rest. */
const keptFindings = 1000;

/** A run as its events so far show it: what every face draws from, and nothing else. */
export class RunView {
  runId = '';
  pipeline = '';
  status: RunStatus = 'queued';
  startedAt: number | null = null;
  reason: string | null = null;
  durationMs: number | null = null;
  /** Where and why it stands still; null while it goes on. */
  pause: RunPause | null = null;
  readonly executions = new Map<string, ExecutionView>();
  /** Kept as they change: a view asks for them at every drawing. */
  readonly #counts = new Map<ExecutionStatus, number>();
  #stages: Map<string, ExecutionView[]> | null = null;

  /** A run as it was recorded. Its findings are only counted. */
  static of(report: RunReport): RunView {
    const view = new RunView();
    view.runId = report.runId;
    view.pipeline = report.pipeline;
    view.status = report.status;
    view.startedAt = Date.parse(report.startedAt);
    view.reason = report.reason;
    view.durationMs = isRunEnd(report.status) ? report.durationMs : null;
    for (const recorded of report.executions) {
      const execution = view.#viewOf(recorded);
      const { error, warning, info } = recorded.findings;
      view.#move(execution, recorded.status);
      execution.attempts = recorded.attempts;
      execution.startedAt = recorded.startedAt === null ? null : Date.parse(recorded.startedAt);
      execution.durationMs = isExecutionEnd(recorded.status) ? recorded.durationMs : null;
      execution.reason = recorded.reason;
      execution.moreFindings = error + warning + info;
    }
    return view;
  }

  /** Takes in the next event; answers with the execution it changed, if it did. */
  apply(event: DodecaEvent): ExecutionView | null {
    switch (event.type) {
      case 'run.started':
        this.runId = event.runId;
        this.pipeline = event.pipeline;
        this.startedAt = Date.parse(event.at);
        this.#begin(event);
        return null;
      case 'run.resumed':
        this.runId = event.runId;
        this.pipeline = event.pipeline;
        this.startedAt ??= Date.parse(event.at);
        this.#begin(event);
        return null;
      case 'run.paused': {
        const { reason, place, breakpoints, by, text, failure } = event;
        this.status = 'paused';
        this.pause = { reason, place, breakpoints, by, text, failure };
        this.reason = pauseReason(this.pause);
        return null;
      }
      case 'run.continued':
        this.#goOn();
        return null;
      case 'run.finished':
        this.pause = null;
        this.runId = event.runId;
        this.pipeline = event.pipeline;
        this.status = event.status;
        this.reason = event.reason;
        this.durationMs = event.durationMs;
        for (const summary of event.executions) {
          const view = this.#viewOf(summary);
          // The summary is in the order of the plan, also where only a part of it ran again.
          this.executions.delete(summary.executionId);
          this.executions.set(summary.executionId, view);
          this.#stages = null;
          this.#move(view, summary.status);
          view.attempts = summary.attempts;
          view.durationMs = summary.durationMs;
          view.reason = summary.reason;
        }
        return null;
      default:
        return 'executionId' in event ? this.#applyToExecution(event) : null;
    }
  }

  /** The executions of each stage, in the order of the plan. */
  stages(): ReadonlyMap<string, readonly ExecutionView[]> {
    if (!this.#stages) {
      this.#stages = new Map();
      for (const execution of this.executions.values()) {
        const own = this.#stages.get(execution.stage);
        if (own) own.push(execution);
        else this.#stages.set(execution.stage, [execution]);
      }
    }
    return this.#stages;
  }

  /** How many executions stand in each state; states that none stands in are left out. */
  counts(): ReadonlyMap<ExecutionStatus, number> {
    return this.#counts;
  }

  /** The share of executions that have ended, 0 to 1. */
  completion(): number {
    if (this.executions.size === 0) return 0;
    let ended = 0;
    for (const [status, count] of this.#counts) if (isExecutionEnd(status)) ended += count;
    return ended / this.executions.size;
  }

  #move(execution: ExecutionView, status: ExecutionStatus): void {
    this.#count(execution.status, -1);
    this.#count(status, 1);
    execution.status = status;
  }

  #count(status: ExecutionStatus, by: 1 | -1): void {
    const count = (this.#counts.get(status) ?? 0) + by;
    if (count === 0) this.#counts.delete(status);
    else this.#counts.set(status, count);
  }

  #goOn(): void {
    this.pause = null;
    if (this.status !== 'paused') return;
    this.status = 'running';
    this.reason = null;
  }

  #begin(event: EventOf<'run.started'> | EventOf<'run.resumed'>): void {
    this.status = 'running';
    this.pause = null;
    this.reason = null;
    for (const planned of event.executions) {
      const view = this.#viewOf(planned);
      this.#move(view, 'queued');
      view.reason = null;
      view.percent = null;
      view.message = null;
    }
  }

  #applyToExecution(event: DodecaEvent & ExecutionRef): ExecutionView {
    const view = this.#viewOf(event);
    switch (event.type) {
      case 'execution.held':
        this.#move(view, 'held');
        view.reason = event.reason;
        break;
      case 'execution.starting':
        this.#move(view, 'running');
        view.attempts = event.attempt;
        view.startedAt = Date.parse(event.at);
        view.reason = null;
        view.percent = null;
        view.message = null;
        view.findings.length = 0;
        view.moreFindings = 0;
        break;
      case 'cache.hit':
        // What an earlier attempt found stands no more: the findings of the kept result are told again.
        view.findings.length = 0;
        view.moreFindings = 0;
        break;
      case 'execution.rewound':
        this.#move(view, 'queued');
        view.startedAt = null;
        view.durationMs = null;
        view.percent = null;
        view.message = null;
        view.reason = null;
        view.findings.length = 0;
        view.moreFindings = 0;
        break;
      case 'execution.retrying':
        this.#move(view, 'retrying');
        view.reason = event.reason;
        break;
      case 'execution.finished':
        this.#move(view, event.status);
        view.reason = event.reason;
        view.durationMs = event.durationMs;
        break;
      case 'execution.progress':
        view.percent = event.percent ?? view.percent;
        view.message = event.message ?? view.message;
        break;
      case 'execution.finding':
        if (view.findings.length < keptFindings) view.findings.push(event);
        else view.moreFindings += 1;
        break;
      default:
        break;
    }
    return view;
  }

  #viewOf(planned: {
    readonly executionId: string;
    readonly stage: string;
    readonly agent: string;
  }): ExecutionView {
    let view = this.executions.get(planned.executionId);
    if (!view) {
      view = {
        executionId: planned.executionId,
        stage: planned.stage,
        agent: planned.agent,
        status: 'queued',
        attempts: 0,
        startedAt: null,
        durationMs: null,
        percent: null,
        message: null,
        reason: null,
        findings: [],
        moreFindings: 0,
      };
      this.executions.set(planned.executionId, view);
      this.#count('queued', 1);
      this.#stages = null;
    }
    return view;
  }
}
