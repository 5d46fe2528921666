import * as vscode from 'vscode';
import type { RunEntry } from '../../model/workspace-view.ts';
import type { DodecaHost } from '../dodeca-host.ts';
import type { FolderSession } from '../folders/folder-session.ts';
import { formatSeconds } from '../views/describe.ts';

interface ActiveRun {
  readonly session: FolderSession;
  readonly run: RunEntry;
}

/** The one item in the status bar: idle, or what runs, how far it is and how long it will still take. */
export class StatusBar implements vscode.Disposable {
  readonly #host: DodecaHost;
  readonly #item = vscode.window.createStatusBarItem('dodeca.status', vscode.StatusBarAlignment.Left, 50);
  readonly #watch: vscode.Disposable;
  /** How long each run takes by the record, milliseconds; null where the record does not know. */
  readonly #estimates = new Map<string, number | null>();

  constructor(host: DodecaHost) {
    this.#host = host;
    this.#item.name = 'Dodeca';
    this.#watch = vscode.Disposable.from(
      host.folders.each((session) => session.onDidChange(() => this.#draw())),
      host.folders.onDidChange(() => this.#draw()),
    );
    this.#draw();
    this.#item.show();
  }

  get text(): string {
    return this.#item.text;
  }

  dispose(): void {
    this.#watch.dispose();
    this.#item.dispose();
  }

  #draw(): void {
    const active = this.#host.folders.all.flatMap((session) =>
      session.view.active().map((run) => ({ session, run })),
    );
    const [first] = active;
    if (!first) {
      this.#estimates.clear();
      this.#show('$(layers) Dodeca', vscode.l10n.t('Dodeca: nothing is running. Click to run a pipeline.'), {
        command: 'dodeca.runPipeline',
        title: '',
      });
      return;
    }
    const paused = active.filter(({ run }) => run.summary.status === 'paused');
    const running = runningIn(active);
    const parts = [`${Math.floor(completionOf(active) * 100)} %`];
    if (running > 0 || paused.length < active.length) parts.unshift(vscode.l10n.t('{0} running', running));
    if (paused.length > 0) parts.unshift(vscode.l10n.t('{0} paused', paused.length));
    // Nobody knows how long somebody will stand there.
    const left = paused.length > 0 ? null : this.#left(active);
    if (left !== null) parts.push(`~${formatSeconds(left)}`);
    const { session, run } = paused[0] ?? first;
    const names = active.map((entry) => nameOf(entry)).join(', ');
    this.#show(
      `${paused.length > 0 ? '$(debug-pause)' : '$(sync~spin)'} ${parts.join(' · ')}`,
      vscode.l10n.t('Dodeca: {0}. Click to show the run.', names),
      {
        command: 'dodeca.showRun',
        title: '',
        arguments: [{ folder: session.uri, runId: run.summary.runId }],
      },
    );
  }

  #show(text: string, tooltip: string, command: vscode.Command): void {
    if (this.#item.text !== text) this.#item.text = text;
    if (this.#item.tooltip !== tooltip) this.#item.tooltip = tooltip;
    this.#item.command = command;
    this.#item.accessibilityInformation = { label: text.replace(/\$\([^)]*\)\s*/, '') };
  }

  /** Milliseconds until the last of them has probably ended; null where nothing is known. */
  #left(active: readonly ActiveRun[]): number | null {
    let left: number | null = null;
    for (const entry of active) {
      const estimate = this.#estimate(entry);
      if (estimate === null) return null;
      const elapsed = Date.now() - Date.parse(entry.run.summary.startedAt);
      left = Math.max(left ?? 0, estimate - elapsed);
    }
    // Later than it was thought: nobody knows how much.
    return left === 0 ? null : left;
  }

  #estimate({ session, run }: ActiveRun): number | null {
    const { runId, pipeline } = run.summary;
    const known = this.#estimates.get(runId);
    if (known !== undefined) return known;
    this.#estimates.set(runId, null);
    session.call('pipeline/plan', { pipeline, params: {} }).then(
      ({ estimate }) => this.#estimates.set(runId, estimate.makespanMs),
      // The definition may be wrong by now: there is no estimate then.
      (error: unknown) => this.#host.log.debug(String(error)),
    );
    return null;
  }
}

/** A run by its pipeline; where it stands still, with who made it. */
function nameOf({ run: { summary } }: ActiveRun): string {
  const { pipeline, status, reason } = summary;
  return status === 'paused' && reason !== null ? `${pipeline} (${reason})` : pipeline;
}

function runningIn(active: readonly ActiveRun[]): number {
  return active.reduce((sum, { run }) => sum + (run.view?.counts().get('running') ?? 0), 0);
}

function completionOf(active: readonly ActiveRun[]): number {
  return active.reduce((sum, { run }) => sum + (run.view?.completion() ?? 0), 0) / active.length;
}
