import * as vscode from 'vscode';
import { errorMessage } from '../../common/errors.ts';
import { formatBytes } from '../../common/text.ts';
import type { LogAddress } from '../../logs/log-address.ts';
import { LogWindow } from '../../logs/log-window.ts';
import { Pace } from '../../logs/pace.ts';
import { withoutEscapes } from '../../logs/without-escapes.ts';
import type { DodecaEvent } from '../../model/event.ts';
import type { LogSurroundings, ShownLog } from './shown-log.ts';

/** What there is besides the text. */
export interface LogEnds {
  /** Bytes before and behind what is shown. */
  readonly before: number;
  readonly after: number;
  readonly isOpen: boolean;
  readonly isFollowed: boolean;
}

/** The log of one execution, read in pieces; it follows while somebody sees it and the execution may still write. */
export class ExecutionLog implements ShownLog {
  readonly beginsAtEnd = true;
  readonly #surroundings: LogSurroundings;
  readonly #runId: string;
  readonly #execution: NonNullable<LogAddress['execution']>;
  readonly #window: LogWindow;
  readonly #pace = new Pace();
  /** One look after the other. */
  #queue: Promise<void> = Promise.resolve();
  #loaded: Promise<void> | null = null;
  #problem: string | null = null;
  #followed = true;
  #visible = false;
  #atEnd = true;
  #timer: NodeJS.Timeout | undefined;
  #disposed = false;

  constructor(surroundings: LogSurroundings, runId: string, execution: NonNullable<LogAddress['execution']>) {
    this.#surroundings = surroundings;
    this.#runId = runId;
    this.#execution = execution;
    const agent = `${execution.stage}/${execution.agent}`;
    this.#window = new LogWindow((offset, limit) =>
      surroundings.session.call('run/log', { run: runId, agent, offset, limit }),
    );
  }

  get ends(): LogEnds {
    const { before, after, isOpen } = this.#window;
    return { before, after, isOpen, isFollowed: this.#followed };
  }

  async text(): Promise<string> {
    this.#loaded ??= this.#inTurn(() => this.#window.showEnd());
    await this.#loaded;
    this.#wait();
    const { before, after, text, isOpen } = this.#window;
    const head = before === 0 ? '' : rule(vscode.l10n.t('{0} before this', formatBytes(before)));
    const foot = after === 0 ? '' : rule(vscode.l10n.t('{0} after this', formatBytes(after)));
    const problem = this.#problem === null ? '' : rule(this.#problem);
    if (head + foot + problem + text === '') {
      return rule(isOpen ? vscode.l10n.t('nothing was printed yet') : vscode.l10n.t('nothing was printed'));
    }
    const end = foot + problem === '' || text === '' || text.endsWith('\n') ? '' : '\n';
    return `${head}${withoutEscapes(text)}${end}${foot}${problem}`;
  }

  watched(isVisible: boolean, atEnd: boolean): void {
    const appeared = isVisible && !this.#visible;
    this.#visible = isVisible;
    this.#atEnd = atEnd;
    if (!isVisible) this.#rest();
    else if (appeared) this.#look();
    else this.#wait();
  }

  arrived(): void {
    this.#pace.arrived();
  }

  onEvents(events: readonly DodecaEvent[]): void {
    const { stage, agent } = this.#execution;
    const mine = events.some(
      (event) =>
        'executionId' in event &&
        event.runId === this.#runId &&
        event.stage === stage &&
        event.agent === agent,
    );
    if (mine) this.#wait(true);
  }

  onConnected(): void {
    if (this.#problem !== null) this.#reload();
    else this.#wait(true);
  }

  /** Shows more of what is before. */
  async loadEarlier(): Promise<void> {
    await this.#change(async () => {
      // Who reads back does not want to lose what he reads.
      this.#followed = false;
      const hadHead = this.#window.before > 0;
      const lines = await this.#window.earlier();
      return lines - (hadHead && this.#window.before === 0 ? 1 : 0);
    });
  }

  /** Shows more of what is behind. */
  async loadLater(): Promise<void> {
    await this.#change(async () => {
      const hadHead = this.#window.before > 0;
      const gone = await this.#window.later();
      return -gone + (!hadHead && this.#window.before > 0 ? 1 : 0);
    });
  }

  async showBeginning(): Promise<void> {
    await this.#change(async () => {
      this.#followed = false;
      await this.#window.showBeginning();
      return null;
    });
  }

  /** Follows the end from now on, or stays where it is. */
  async follow(wanted: boolean): Promise<void> {
    await this.#change(async () => {
      this.#followed = wanted;
      if (!wanted) return 0;
      this.#atEnd = true;
      if (this.#window.after > 0) await this.#window.showEnd();
      else await this.#window.grow(true);
      return null;
    });
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
  }

  #reload(): void {
    this.#loaded = this.#change(async () => {
      if (!this.#followed) return 0;
      await this.#window.showEnd();
      return null;
    });
  }

  /** Looks again in a while, where somebody sees it and there may be something to see. */
  #wait(isNews = false): void {
    if (this.#timer !== undefined || this.#disposed) return;
    if (!this.#visible || !this.#followed || this.#problem !== null) return;
    if (!isNews && !this.#window.isOpen) return;
    this.#timer = setTimeout(() => this.#look(), this.#pace.waitMs(this.#window.length));
  }

  #rest(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    this.#rest();
    if (this.#loaded === null || !this.#followed) return;
    if (this.#pace.isUnderWay) {
      this.#wait(true);
      return;
    }
    if (this.#problem !== null) {
      this.#reload();
      return;
    }
    void this.#inTurn(async () => {
      const { before } = this.#window;
      const changed = await this.#window.grow(this.#atEnd);
      if (changed) this.#tell(before === this.#window.before ? 0 : null);
      else this.#wait();
    });
  }

  async #change(action: () => Promise<number | null>): Promise<void> {
    this.#loaded ??= Promise.resolve();
    await this.#inTurn(async () => {
      const shift = await action();
      this.#problem = null;
      this.#tell(shift);
    });
  }

  /** After the document has the new text, `text` sets the clock for the next look. */
  #tell(shift: number | null): void {
    if (this.#disposed) return;
    this.#pace.sent();
    this.#surroundings.onChange({ shift });
  }

  async #inTurn(action: () => Promise<void>): Promise<void> {
    this.#queue = this.#queue.then(async () => {
      if (this.#disposed) return;
      try {
        await action();
      } catch (error) {
        this.#problem = errorMessage(error);
        this.#surroundings.onError(error);
        this.#tell(null);
      }
    });
    await this.#queue;
  }
}

/** A line that is not of the log itself. */
function rule(text: string): string {
  return `── ${text} ──\n`;
}
