import * as vscode from 'vscode';
import type { DodecaEvent, EventOf } from '../../model/event.ts';
import type { DodecaHost } from '../dodeca-host.ts';
import type { FolderSession } from '../folders/folder-session.ts';

/** Says when a run did not succeed, once, with the next step as a button. */
export class RunNotifications implements vscode.Disposable {
  readonly #watch: vscode.Disposable;

  constructor(host: DodecaHost) {
    this.#watch = host.folders.each((session) => session.onEvents((events) => this.#hear(session, events)));
  }

  dispose(): void {
    this.#watch.dispose();
  }

  #hear(session: FolderSession, events: readonly DodecaEvent[]): void {
    for (const event of events) {
      if (event.type === 'run.finished') void this.#tell(session, event);
    }
  }

  async #tell(session: FolderSession, run: EventOf<'run.finished'>): Promise<void> {
    const wanted = vscode.workspace.getConfiguration('dodeca', session.folder).get<string>('notifications');
    if (wanted === 'never' || (run.status === 'succeeded' && wanted !== 'always')) return;
    // Whoever cancelled it knows.
    if (run.status === 'cancelled') return;
    if (run.status === 'succeeded') {
      void vscode.window.showInformationMessage(vscode.l10n.t('{0} succeeded.', run.pipeline));
      return;
    }
    const target = { folder: session.uri, runId: run.runId };
    const failed = run.executions.find(({ status }) => status === 'failed' || status === 'timed_out');
    const [show, log, resume] = [
      vscode.l10n.t('Show Run'),
      vscode.l10n.t('Open Log'),
      vscode.l10n.t('Resume'),
    ];
    const message = failed
      ? vscode.l10n.t('{0}: {1} {2}', run.pipeline, failed.agent, failed.reason ?? failed.status)
      : vscode.l10n.t('{0}: {1}', run.pipeline, run.reason ?? run.status);
    const buttons = run.status === 'interrupted' ? [resume, show] : failed ? [log, show] : [show];
    const pressed = await vscode.window.showErrorMessage(message, ...buttons);
    if (pressed === resume) await vscode.commands.executeCommand('dodeca.resumeRun', target);
    if (pressed === show) await vscode.commands.executeCommand('dodeca.showRun', target);
    if (pressed === log && failed) {
      const { stage, agent } = failed;
      await vscode.commands.executeCommand('dodeca.openLog', { ...target, stage, agent });
    }
  }
}
