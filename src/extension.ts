import * as vscode from 'vscode';
import { continueSample } from './vscode/commands/open-sample.ts';
import { registerCommands } from './vscode/commands/register-commands.ts';
import { registerDebug } from './vscode/debug/register-debug.ts';
import { RememberingLog } from './vscode/diagnostics/remembering-log.ts';
import { ReportDocuments } from './vscode/documents/report-documents.ts';
import type { DodecaHost } from './vscode/dodeca-host.ts';
import { registerEditor } from './vscode/editor/register-editor.ts';
import { Folders } from './vscode/folders/folders.ts';
import { tellCrash } from './vscode/folders/tell-crash.ts';
import { HealthWatch } from './vscode/health/health-watch.ts';
import type { DocumentDecorations } from './vscode/library/decorations/document-decorations.ts';
import { registerLibraryView } from './vscode/library/register-library-view.ts';
import { registerLogs } from './vscode/logs/register-logs.ts';
import { registerProblems } from './vscode/problems/register-problems.ts';
import { RunNotifications } from './vscode/runs/run-notifications.ts';
import { StatusBar } from './vscode/status/status-bar.ts';
import { registerTasks } from './vscode/tasks/register-tasks.ts';
import { Views } from './vscode/views/views.ts';

/** What other code in this window may use. Not promised to stay as it is. */
export interface DodecaExtension {
  readonly folders: Folders;
  readonly views: Views;
  readonly statusBar: StatusBar;
  /** What the library says of files, wherever they are listed. */
  readonly decorations: DocumentDecorations;
  /** Milliseconds that activation took. */
  readonly activationMs: number;
}

/** Puts the extension together. Waits for nothing: engines start when they are needed. */
export function activate(context: vscode.ExtensionContext): DodecaExtension {
  const began = performance.now();
  const own = <T extends vscode.Disposable>(disposable: T): T => {
    context.subscriptions.push(disposable);
    return disposable;
  };
  const log = own(new RememberingLog(vscode.window.createOutputChannel('Dodeca', { log: true })));
  const folders = own(
    new Folders({ log, onCrash: (session, restarted, runs) => void tellCrash(session, restarted, runs) }),
  );
  const views = own(new Views(folders));
  const documents = own(new ReportDocuments());
  const host: DodecaHost = { context, folders, views, documents, log, own };
  registerCommands(host);
  registerTasks(host);
  registerDebug(host);
  registerLogs(host);
  registerProblems(host);
  const decorations = registerLibraryView(host);
  // Nothing that wakes the extension up waits for these.
  setImmediate(() => registerEditor(host));
  const statusBar = own(new StatusBar(host));
  own(new HealthWatch(host));
  own(new RunNotifications(host));
  continueSample(host);
  // A run may be going on since before this window was opened or reloaded.
  for (const session of folders.all) void session.joinRunning();
  return { folders, views, statusBar, decorations, activationMs: performance.now() - began };
}
