import * as vscode from 'vscode';
import type { BuildProgress } from '../../../model/library-report.ts';
import type { DodecaHost } from '../../dodeca-host.ts';
import { numberText } from './count-text.ts';

/** Milliseconds after which a build is worth a word: that a file was saved and read again is not. */
const worthAWordMs = 400;

/** What is seen around the tree of the view *Library*: how far a build has come. */
export class LibraryFrame implements vscode.Disposable {
  readonly #host: DodecaHost;
  readonly #watch: vscode.Disposable;
  #state = 'on';
  #waiting: NodeJS.Timeout | undefined;
  /** Ends the bar that is shown; null where none is. */
  #end: (() => void) | null = null;

  constructor(host: DodecaHost) {
    this.#host = host;
    this.#watch = vscode.Disposable.from(
      host.folders.each((session) => session.library.onDidChange(() => this.#draw())),
      host.folders.onDidChange(() => this.#draw()),
    );
  }

  dispose(): void {
    this.#watch.dispose();
    this.#stop();
  }

  #draw(): void {
    this.#tell(this.#host.folders.all.some(({ library }) => library.status?.off != null) ? 'off' : 'on');
    if (this.#progress() === null) this.#stop();
    else if (this.#end !== null) this.#describe();
    else this.#waiting ??= setTimeout(() => this.#begin(), worthAWordMs);
  }

  /** What `viewsWelcome` goes by. */
  #tell(state: 'on' | 'off'): void {
    if (state === this.#state) return;
    this.#state = state;
    void vscode.commands.executeCommand('setContext', 'dodeca.library', state);
  }

  #progress(): BuildProgress | null {
    return progressOf(this.#host.folders.all.map(({ library }) => library.progress));
  }

  #begin(): void {
    this.#waiting = undefined;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#end = resolve;
    void vscode.window.withProgress({ location: { viewId: 'dodeca.library' } }, () => promise);
    this.#describe();
  }

  #describe(): void {
    const progress = this.#progress();
    this.#host.views.describe('library', progress === null ? '' : progressText(progress));
  }

  #stop(): void {
    clearTimeout(this.#waiting);
    this.#waiting = undefined;
    this.#end?.();
    this.#end = null;
    this.#describe();
  }
}

/** Of several folders whose libraries are built, all together: as far as the one that is the least far. */
function progressOf(all: readonly (BuildProgress | null)[]): BuildProgress | null {
  const [first, ...others] = all.filter((progress) => progress !== null);
  if (!first) return null;
  const phases = ['scanning', 'reading', 'finishing'] as const;
  return others.reduce(
    (sum, { phase, done, total, seen }) => ({
      phase: phases.indexOf(phase) < phases.indexOf(sum.phase) ? phase : sum.phase,
      done: sum.done + done,
      total: sum.total + total,
      seen: sum.seen + seen,
    }),
    first,
  );
}

function progressText({ phase, done, total, seen }: BuildProgress): string {
  switch (phase) {
    case 'scanning':
      return vscode.l10n.t('{0} files seen, {1} read', numberText(seen), numberText(done));
    case 'reading':
      return vscode.l10n.t('{0} of {1} files read', numberText(done), numberText(total));
    case 'finishing':
      return vscode.l10n.t('putting the index in order');
  }
}
