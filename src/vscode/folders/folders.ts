import * as vscode from 'vscode';
import { FolderSession, type SessionEnvironment } from './folder-session.ts';

/** The workspace folders of the window, each with its engine. */
export class Folders implements vscode.Disposable {
  readonly #environment: SessionEnvironment;
  #sessions: readonly FolderSession[] = [];
  readonly #onDidChange = new vscode.EventEmitter<void>();
  readonly #watch: vscode.Disposable;

  /** Folders came, went, or one of them changed its state. */
  readonly onDidChange = this.#onDidChange.event;

  constructor(environment: SessionEnvironment) {
    this.#environment = environment;
    this.#watch = vscode.Disposable.from(
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.#update()),
      this.#onDidChange,
    );
    this.#update();
  }

  /** In the order of the workspace. */
  get all(): readonly FolderSession[] {
    return this.#sessions;
  }

  /** The session of the folder that holds a file, or that is named by its own uri. */
  of(uri: vscode.Uri): FolderSession | undefined {
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    return (
      folder && this.#sessions.find((session) => session.folder.uri.toString() === folder.uri.toString())
    );
  }

  /** Connects with every folder that is there, and with every one that comes, until it goes. */
  each(connect: (session: FolderSession) => vscode.Disposable): vscode.Disposable {
    const connected = new Map<FolderSession, vscode.Disposable>();
    const update = (): void => {
      for (const [session, connection] of connected) {
        if (this.#sessions.includes(session)) continue;
        connection.dispose();
        connected.delete(session);
      }
      for (const session of this.#sessions) {
        if (!connected.has(session)) connected.set(session, connect(session));
      }
    };
    const watch = this.onDidChange(update);
    update();
    return new vscode.Disposable(() => {
      watch.dispose();
      for (const connection of connected.values()) connection.dispose();
    });
  }

  dispose(): void {
    this.#watch.dispose();
    for (const session of this.#sessions) session.dispose();
  }

  #update(): void {
    const before = new Map(this.#sessions.map((session) => [session.folder.uri.toString(), session]));
    // Agents are processes: a folder that is on no disk cannot have any.
    const wanted = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
    this.#sessions = wanted.map((folder) => {
      const known = before.get(folder.uri.toString());
      before.delete(folder.uri.toString());
      if (known) return known;
      const session = new FolderSession(folder, this.#environment);
      session.onDidChangeState(() => this.#onDidChange.fire());
      return session;
    });
    for (const gone of before.values()) gone.dispose();
    this.#onDidChange.fire();
  }
}
