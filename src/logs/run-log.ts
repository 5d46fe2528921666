import { plural } from '../common/text.ts';
import type { DodecaEvent, ExecutionRef } from '../model/event.ts';
import { type ExecutionView, RunView } from '../model/run-view.ts';
import { isExecutionEnd, type StageEndStatus } from '../model/status.ts';

/** Notes kept of one execution; older ones are counted. */
const keptNotes = 50;

/** What an execution told, but for its output. */
export interface ExecutionNotes {
  readonly lines: string[];
  /** Older ones, which are not kept. */
  dropped: number;
}

export interface StageEntry {
  readonly name: string;
  status: StageEndStatus | 'running' | 'queued';
  reason: string | null;
  /** Milliseconds since the epoch. */
  startedAt: number | null;
  readonly executions: ExecutionView[];
}

/** A run with all that its log tells, as the events so far show it. */
export class RunLog {
  readonly run = new RunView();
  readonly #stages = new Map<string, Omit<StageEntry, 'executions'>>();
  readonly #notes = new Map<string, ExecutionNotes>();

  apply(event: DodecaEvent): void {
    this.run.apply(event);
    switch (event.type) {
      case 'run.started':
      case 'run.resumed':
        for (const { stage } of event.executions) this.#stage(stage).status = 'queued';
        break;
      case 'stage.started': {
        const stage = this.#stage(event.stage);
        stage.status = 'running';
        stage.reason = null;
        stage.startedAt ??= Date.parse(event.at);
        break;
      }
      case 'stage.finished': {
        const stage = this.#stage(event.stage);
        stage.status = event.status;
        stage.reason = event.reason;
        break;
      }
      default:
        if ('executionId' in event) this.#note(event);
    }
  }

  notesOf(executionId: string): ExecutionNotes | undefined {
    return this.#notes.get(executionId);
  }

  /** Stages and their executions in the order in which they began; what has not begun follows in the order of the plan. */
  stages(): StageEntry[] {
    const entries = new Map<string, StageEntry>();
    for (const execution of this.run.executions.values()) {
      const stage = this.#stage(execution.stage);
      const entry = entries.get(stage.name) ?? { ...stage, executions: [] };
      entry.executions.push(execution);
      entries.set(stage.name, entry);
    }
    const sorted = [...entries.values()].sort(byStart);
    for (const { executions } of sorted) executions.sort(byStart);
    return sorted;
  }

  /** The executions whose output is shown, so many at the most: what failed, then what runs, then what began last. */
  withOutput(most: number): ExecutionView[] {
    const begun = [...this.run.executions.values()].filter(({ attempts }) => attempts > 0);
    if (begun.length <= most) return begun;
    return begun
      .sort((a, b) => urgency(a) - urgency(b) || (b.startedAt ?? 0) - (a.startedAt ?? 0))
      .slice(0, most);
  }

  #stage(name: string): Omit<StageEntry, 'executions'> {
    let stage = this.#stages.get(name);
    if (!stage) {
      stage = { name, status: 'queued', reason: null, startedAt: null };
      this.#stages.set(name, stage);
    }
    return stage;
  }

  #note(event: DodecaEvent & ExecutionRef): void {
    if (event.type === 'execution.queued' || (event.type === 'execution.starting' && event.attempt <= 1)) {
      this.#notes.delete(event.executionId);
      return;
    }
    const line = noteOf(event);
    if (line === null) return;
    let notes = this.#notes.get(event.executionId);
    if (!notes) {
      notes = { lines: [], dropped: 0 };
      this.#notes.set(event.executionId, notes);
    }
    notes.lines.push(line);
    if (notes.lines.length <= keptNotes) return;
    notes.lines.shift();
    notes.dropped += 1;
  }
}

/** What is said of an event; null for what is drawn otherwise, or stands in the output. */
function noteOf(event: DodecaEvent & ExecutionRef): string | null {
  switch (event.type) {
    case 'execution.retrying':
      return `attempt ${event.attempt} ${event.status}: ${event.reason}`;
    case 'execution.metric':
      return `metric ${event.name} = ${event.value}${event.unit === null ? '' : ` ${event.unit}`}`;
    case 'execution.artifact':
      return `artifact ${event.path}${event.kind === null ? '' : ` (${event.kind})`}`;
    case 'execution.output':
      return `output ${event.name} = ${JSON.stringify(event.value)}`;
    case 'execution.tokens':
      return `tokens ${event.input} in, ${event.output} out${event.model === null ? '' : ` (${event.model})`}`;
    case 'execution.log':
      return event.level === 'warning' || event.level === 'error' ? `${event.level}: ${event.message}` : null;
    case 'execution.compensating':
      return `undone by ${event.command}`;
    case 'execution.compensated':
      return event.status === 'succeeded' ? 'undone' : `not undone: ${event.reason ?? 'it failed'}`;
    case 'lock.waiting':
      return `waits for the lock ${event.lock}, held by ${plural(event.holders.length, 'agent')}: ${event.holders.join(', ')}`;
    case 'lock.deadlock':
      return `deadlock: ${event.reason}`;
    case 'cache.hit':
      return `cache: ${event.reason}`;
    default:
      return null;
  }
}

function byStart(a: { readonly startedAt: number | null }, b: { readonly startedAt: number | null }): number {
  const never = Number.MAX_SAFE_INTEGER;
  return (a.startedAt ?? never) - (b.startedAt ?? never);
}

function urgency({ status }: ExecutionView): number {
  if (status === 'failed' || status === 'timed_out') return 0;
  return isExecutionEnd(status) ? 2 : 1;
}
