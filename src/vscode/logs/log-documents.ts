import * as vscode from 'vscode';
import { errorMessage } from '../../common/errors.ts';
import { logScheme } from '../../logs/log-address.ts';
import type { DodecaHost } from '../dodeca-host.ts';
import type { FolderSession } from '../folders/folder-session.ts';
import { ExecutionLog } from './execution-log.ts';
import { addressOf } from './log-uri.ts';
import { RunLogDocument } from './run-log-document.ts';
import type { LogChange, ShownLog } from './shown-log.ts';

/** Milliseconds that a log is kept which no document shows: a language that is set closes a document and opens it again. */
const keptMs = 2000;

/** The logs that are open, as documents of scheme `dodeca-log`. */
export class LogDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #host: DodecaHost;
  readonly #logs = new Map<string, ShownLog>();
  readonly #sessions = new Map<FolderSession, vscode.Disposable>();
  readonly #onDidChange = new vscode.EventEmitter<vscode.Uri>();
  readonly #onWillChange = new vscode.EventEmitter<{
    readonly uri: vscode.Uri;
    readonly change: LogChange;
  }>();
  readonly #owned: vscode.Disposable;

  readonly onDidChange = this.#onDidChange.event;
  /** Before a document gets its new text. */
  readonly onWillChange = this.#onWillChange.event;

  constructor(host: DodecaHost) {
    this.#host = host;
    this.#owned = vscode.Disposable.from(
      this.#onDidChange,
      this.#onWillChange,
      vscode.workspace.onDidOpenTextDocument((document) => void this.#setLanguage(document)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#closed(uri)),
      host.folders.onDidChange(() => this.#foldersChanged()),
    );
    this.#foldersChanged();
    for (const document of vscode.workspace.textDocuments) void this.#setLanguage(document);
  }

  /** The log that a document shows, where it is open. */
  of(uri: vscode.Uri): ShownLog | undefined {
    return this.#logs.get(uri.toString());
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const log = this.of(uri) ?? this.#open(uri);
    return log ? await log.text() : vscode.l10n.t('This log is not of a folder of this workspace.');
  }

  dispose(): void {
    this.#owned.dispose();
    for (const log of this.#logs.values()) log.dispose();
    for (const subscription of this.#sessions.values()) subscription.dispose();
    this.#logs.clear();
    this.#sessions.clear();
  }

  #open(uri: vscode.Uri): ShownLog | null {
    const address = addressOf(uri);
    const session = address && this.#host.folders.of(vscode.Uri.parse(address.folder));
    if (!address || !session) return null;
    const surroundings = {
      uri,
      session,
      onChange: (change: LogChange) => {
        this.#onWillChange.fire({ uri, change });
        this.#onDidChange.fire(uri);
      },
      onError: (error: unknown) => this.#host.log.warn(`${uri.path}: ${errorMessage(error)}`),
    };
    const log = address.execution
      ? new ExecutionLog(surroundings, address.runId, address.execution)
      : new RunLogDocument(surroundings, address.runId);
    this.#logs.set(uri.toString(), log);
    return log;
  }

  async #setLanguage(document: vscode.TextDocument): Promise<void> {
    if (document.uri.scheme !== logScheme || document.languageId === logScheme) return;
    await vscode.languages.setTextDocumentLanguage(document, logScheme);
  }

  #closed(uri: vscode.Uri): void {
    if (uri.scheme !== logScheme) return;
    const key = uri.toString();
    setTimeout(() => {
      if (vscode.workspace.textDocuments.some((document) => document.uri.toString() === key)) return;
      this.#logs.get(key)?.dispose();
      this.#logs.delete(key);
    }, keptMs);
  }

  #foldersChanged(): void {
    const now = new Set(this.#host.folders.all);
    for (const [session, subscription] of this.#sessions) {
      if (now.has(session)) continue;
      subscription.dispose();
      this.#sessions.delete(session);
    }
    for (const session of now) {
      if (this.#sessions.has(session)) continue;
      const mine = (): ShownLog[] => this.#logsOf(session);
      this.#sessions.set(
        session,
        vscode.Disposable.from(
          session.onEvents((events) => {
            for (const log of mine()) log.onEvents(events);
          }),
          session.onDidConnect(() => {
            for (const log of mine()) log.onConnected();
          }),
        ),
      );
    }
  }

  #logsOf(session: FolderSession): ShownLog[] {
    return [...this.#logs].flatMap(([key, log]) => {
      const folder = addressOf(vscode.Uri.parse(key))?.folder;
      return folder === session.folder.uri.toString() ? [log] : [];
    });
  }
}

const ofHost = new WeakMap<DodecaHost, LogDocuments>();

/** The logs of this extension, which every command shares. */
export function logDocuments(host: DodecaHost): LogDocuments {
  let documents = ofHost.get(host);
  if (!documents) {
    documents = new LogDocuments(host);
    ofHost.set(host, documents);
  }
  return documents;
}
