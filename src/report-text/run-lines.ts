import { formatDuration, plural } from '../common/text.ts';
import type { DodecaEvent } from '../model/event.ts';
import { type ExecutionView, RunView } from '../model/run-view.ts';
import { isExecutionEnd } from '../model/status.ts';
import type { Paint } from './paint.ts';
import { summaryLines } from './run-summary.ts';
import { statusSign } from './status-words.ts';

export interface RunLinesOptions {
  readonly paint: Paint;
  /** Whether there is a line for every start and every wait: yes where nothing else shows what goes on. */
  readonly everyStep: boolean;
}

/** A run as lines for people, event by event; at its end a summary. */
export class RunLines {
  /** The run as its events so far show it. */
  readonly run = new RunView();
  readonly #paint: Paint;
  readonly #everyStep: boolean;
  readonly #missing = new Set<string>();

  constructor({ paint, everyStep }: RunLinesOptions) {
    this.#paint = paint;
    this.#everyStep = everyStep;
  }

  /** Takes in the next event; answers with the lines that it adds. */
  take(event: DodecaEvent): string[] {
    const execution = this.run.apply(event);
    switch (event.type) {
      case 'run.started':
        return [this.#heading('', event)];
      case 'run.resumed':
        return [this.#heading('resumed, ', event)];
      case 'run.finished':
        return summaryLines(this.run, this.#paint);
      case 'run.paused':
        return [
          this.#paint.yellow(`‖ ${this.run.reason ?? ''}${event.text === null ? '' : `: ${event.text}`}`),
        ];
      case 'run.continued':
        return [`▸ goes on, ${event.reason === null ? `let by ${event.by}` : event.reason}`];
      case 'run.logged':
        return [`  ${event.message}`];
      case 'lock.deadlock':
        return [`  ${event.reason}`];
      default:
        return execution ? this.#ofExecution(event, execution) : [];
    }
  }

  #heading(verb: string, { runId, executions }: { runId: string; executions: readonly unknown[] }): string {
    const { bold, dim } = this.#paint;
    const name = bold(this.run.pipeline || 'run');
    return `${name}  ${verb}${plural(executions.length, 'execution')}  ${dim(`run ${runId}`)}`;
  }

  #ofExecution(event: DodecaEvent, execution: ExecutionView): string[] {
    const line = `  ${executionLine(execution, null, this.#paint)}`;
    switch (event.type) {
      case 'execution.starting':
        return this.#everyStep ? [`  ${statusSign('running', this.#paint)} ${nameOf(execution)}`] : [];
      case 'execution.held':
        return this.#everyStep ? [line] : [];
      case 'execution.retrying':
        return [line];
      case 'execution.finished':
        // It was admitted, and then there was nothing to run it with.
        return event.status === 'skipped' && event.attempt > 0
          ? [line, ...this.#missingLine(event.reason)]
          : [line];
      case 'execution.changed':
        return [`  ${nameOf(execution)}: what it is given was changed by ${event.by}`];
      case 'execution.rewound':
        return [`  ${nameOf(execution)}: ${event.reason}`];
      case 'execution.compensated': {
        const undone = event.status === 'succeeded' ? 'undone' : 'not undone';
        return [`  ${undone}: ${nameOf(execution)}${event.reason === null ? '' : `, ${event.reason}`}`];
      }
      default:
        return [];
    }
  }

  /** Said once for each thing that is missing, however many need it. */
  #missingLine(reason: string | null): string[] {
    if (reason === null || this.#missing.has(reason)) return [];
    this.#missing.add(reason);
    return [this.#paint.yellow(`  Note: ${reason}. Agents that need it are skipped.`)];
  }
}

/** One execution on one line; `now`, ms since the epoch, for one that runs. */
export function executionLine(execution: ExecutionView, now: number | null, paint: Paint): string {
  const { status } = execution;
  const ended = isExecutionEnd(status);
  const elapsed = ended ? execution.durationMs : now === null ? null : now - (execution.startedAt ?? now);
  const attempted = execution.attempts > 0 && elapsed !== null && status !== 'interrupted';
  const found = execution.findings.length + execution.moreFindings;
  const parts = [
    `${statusSign(status, paint)} ${nameOf(execution)}`,
    attempted ? formatDuration(elapsed) : '',
    !ended && execution.percent !== null ? `${Math.round(execution.percent)} %` : '',
    !ended && execution.message !== null ? execution.message : '',
    found > 0 ? paint.yellow(plural(found, 'finding')) : '',
    execution.reason === null ? '' : paint.dim(execution.reason),
  ];
  return parts.filter((part) => part !== '').join('  ');
}

function nameOf(execution: ExecutionView): string {
  return `${execution.stage}/${execution.agent}`;
}
