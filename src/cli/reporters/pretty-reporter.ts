import { formatDuration, plural } from '../../common/text.ts';
import type { DodecaEvent } from '../../model/event.ts';
import { executionLine, RunLines } from '../../report-text/run-lines.ts';
import { colors } from './colors.ts';
import type { LiveArea } from './live-area.ts';
import type { Reporter } from './reporter.ts';
import { statusSign } from './status-words.ts';

/** Redraws a second, at most. */
const frameMs = 100;

/** Progress for people: what has ended scrolls up, what runs is redrawn below it; without a terminal, lines only. */
export class PrettyReporter implements Reporter {
  readonly #lines: RunLines;
  readonly #area: LiveArea;
  readonly #now: () => number;
  readonly #timer: NodeJS.Timeout | null;

  constructor(area: LiveArea, now: () => number = Date.now) {
    this.#area = area;
    this.#now = now;
    this.#lines = new RunLines({ paint: colors, everyStep: !area.isLive });
    this.#timer = area.isLive ? setInterval(() => this.#draw(), frameMs) : null;
    this.#timer?.unref();
  }

  onEvent(event: DodecaEvent): void {
    const lines = this.#lines.take(event);
    if (event.type === 'run.finished') this.#area.draw([]);
    for (const line of lines) this.#area.print(line);
  }

  onMessage(text: string): void {
    this.#area.print(text);
  }

  end(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#area.draw([]);
  }

  #draw(): void {
    const now = this.#now();
    const { run } = this.#lines;
    const open = [...run.executions.values()].filter(
      ({ status }) => status === 'running' || status === 'retrying' || status === 'held',
    );
    const running = open.filter(({ status }) => status !== 'held');
    const held = open.length - running.length;
    const lines = running.slice(0, 12).map((execution) => `  ${executionLine(execution, now, colors)}`);
    if (running.length > 12) lines.push(colors.dim(`  … ${running.length - 12} more run`));
    if (held > 0) {
      const first = open.find(({ status }) => status === 'held');
      lines.push(`  ${statusSign('held')} ${plural(held, 'execution')} held: ${first?.reason ?? ''}`);
    }
    if (run.status === 'running' || run.status === 'paused') {
      const done = Math.round(run.completion() * 100);
      const elapsed = formatDuration(now - (run.startedAt ?? now));
      lines.push(
        colors.dim(`  ${done} % · ${elapsed}${run.status === 'paused' ? ` · ${run.reason ?? ''}` : ''}`),
      );
    }
    this.#area.draw(lines);
  }
}
