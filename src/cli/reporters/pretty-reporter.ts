import { formatDuration, plural } from '../../common/text.ts';
import type { DodecaEvent } from '../../model/event.ts';
import { type ExecutionView, RunView } from '../../model/run-view.ts';
import { isExecutionEnd } from '../../model/status.ts';
import { colors } from './colors.ts';
import type { LiveArea } from './live-area.ts';
import type { Reporter } from './reporter.ts';
import { statusSign } from './status-words.ts';
import { summaryLines } from './summary.ts';

/** Redraws a second, at most. */
const frameMs = 100;

/** Progress for people: what has ended scrolls up, what runs is redrawn below it; without a terminal, lines only. */
export class PrettyReporter implements Reporter {
  readonly #run = new RunView();
  readonly #area: LiveArea;
  readonly #now: () => number;
  readonly #timer: NodeJS.Timeout | null;
  readonly #missing = new Set<string>();

  constructor(area: LiveArea, now: () => number = Date.now) {
    this.#area = area;
    this.#now = now;
    this.#timer = area.isLive ? setInterval(() => this.#draw(), frameMs) : null;
    this.#timer?.unref();
  }

  onEvent(event: DodecaEvent): void {
    const execution = this.#run.apply(event);
    if (event.type === 'run.started' || event.type === 'run.resumed') {
      const verb = event.type === 'run.started' ? '' : 'resumed, ';
      const name = colors.bold(this.#run.pipeline || 'run');
      this.#area.print(
        `${name}  ${verb}${plural(event.executions.length, 'execution')}  ${colors.dim(`run ${event.runId}`)}`,
      );
    }
    if (event.type === 'run.finished') {
      this.#area.draw([]);
      for (const line of summaryLines(this.#run)) this.#area.print(line);
    }
    if (!execution) return;
    if (event.type === 'execution.starting' && !this.#area.isLive)
      this.#area.print(`  ${statusSign('running')} ${nameOf(execution)}`);
    if (event.type === 'execution.retrying') this.#area.print(`  ${lineOf(execution, null)}`);
    if (event.type === 'execution.held' && !this.#area.isLive)
      this.#area.print(`  ${lineOf(execution, null)}`);
    if (event.type === 'execution.finished') {
      this.#area.print(`  ${lineOf(execution, null)}`);
      // It was admitted, and then there was nothing to run it with.
      if (event.status === 'skipped' && event.attempt > 0) this.#tellMissing(event.reason);
    }
    if (event.type === 'execution.compensated')
      this.#area.print(
        `  ${event.status === 'succeeded' ? 'undone' : 'not undone'}: ${nameOf(execution)}${event.reason === null ? '' : `, ${event.reason}`}`,
      );
    if (event.type === 'lock.deadlock') this.#area.print(`  ${event.reason}`);
  }

  onMessage(text: string): void {
    this.#area.print(text);
  }

  end(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#area.draw([]);
  }

  /** Said once for each thing that is missing, however many need it. */
  #tellMissing(reason: string | null): void {
    if (reason === null || this.#missing.has(reason)) return;
    this.#missing.add(reason);
    this.#area.print(colors.yellow(`  Note: ${reason}. Agents that need it are skipped.`));
  }

  #draw(): void {
    const now = this.#now();
    const open = [...this.#run.executions.values()].filter(
      ({ status }) => status === 'running' || status === 'retrying' || status === 'held',
    );
    const running = open.filter(({ status }) => status !== 'held');
    const held = open.length - running.length;
    const lines = running.slice(0, 12).map((execution) => `  ${lineOf(execution, now)}`);
    if (running.length > 12) lines.push(colors.dim(`  … ${running.length - 12} more run`));
    if (held > 0) {
      const first = open.find(({ status }) => status === 'held');
      lines.push(`  ${statusSign('held')} ${plural(held, 'execution')} held: ${first?.reason ?? ''}`);
    }
    if (this.#run.status === 'running') {
      const done = Math.round(this.#run.completion() * 100);
      const elapsed = formatDuration(now - (this.#run.startedAt ?? now));
      lines.push(colors.dim(`  ${done} % · ${elapsed}`));
    }
    this.#area.draw(lines);
  }
}

function nameOf(execution: ExecutionView): string {
  return `${execution.stage}/${execution.agent}`;
}

/** One execution on one line; `now` for one that runs. */
function lineOf(execution: ExecutionView, now: number | null): string {
  const { status } = execution;
  const ended = isExecutionEnd(status);
  const elapsed = ended ? execution.durationMs : now === null ? null : now - (execution.startedAt ?? now);
  const attempted = execution.attempts > 0 && elapsed !== null && status !== 'interrupted';
  const found = execution.findings.length + execution.moreFindings;
  const parts = [
    `${statusSign(status)} ${nameOf(execution)}`,
    attempted ? formatDuration(elapsed) : '',
    !ended && execution.percent !== null ? `${Math.round(execution.percent)} %` : '',
    !ended && execution.message !== null ? execution.message : '',
    found > 0 ? colors.yellow(plural(found, 'finding')) : '',
    execution.reason === null ? '' : colors.dim(execution.reason),
  ];
  return parts.filter((part) => part !== '').join('  ');
}
