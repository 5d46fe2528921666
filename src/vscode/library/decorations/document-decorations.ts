import * as vscode from 'vscode';
import { errorMessage } from '../../../common/errors.ts';
import type { DocumentStatus } from '../../../model/library-report.ts';
import type { DodecaHost } from '../../dodeca-host.ts';
import type { FolderSession } from '../../folders/folder-session.ts';
import { Pulse } from '../../folders/pulse.ts';
import { statusMeaning } from '../document-look.ts';

/** Milliseconds within which files that are asked for are asked for together: an explorer asks for each of its lines. */
const gatherMs = 50;

/** Files of one question at most. */
const filesAtOnce = 5000;

const setting = 'library.decorations';

/** Badge and colour of the statuses that one has to know of where a file is listed; the others are the usual case. */
const looks: Readonly<Partial<Record<DocumentStatus, readonly [badge: string, color: string]>>> = {
  canonical: ['★', 'dodeca.canonicalForeground'],
  stale: ['↻', 'dodeca.staleForeground'],
  rejected: ['✕', 'dodeca.rejectedForeground'],
};

/** The files of a folder that were asked for, with what is known of them: null is not known yet, or not in the library. */
interface Asked {
  readonly session: FolderSession;
  readonly statuses: Map<string, DocumentStatus | null>;
  /** Those that have to be asked for. */
  readonly open: Set<string>;
  readonly ask: Pulse;
}

/**
 * Marks files that are canonical, stale or rejected, wherever VS Code lists files. An engine that runs is asked; none is
 * started, and nothing is indexed because of it.
 */
export class DocumentDecorations implements vscode.FileDecorationProvider, vscode.Disposable {
  readonly #host: DodecaHost;
  readonly #asked = new Map<FolderSession, Asked>();
  readonly #onDidChange = new vscode.EventEmitter<vscode.Uri[]>();
  readonly #watch: vscode.Disposable;

  readonly onDidChangeFileDecorations = this.#onDidChange.event;

  constructor(host: DodecaHost) {
    this.#host = host;
    this.#watch = vscode.Disposable.from(
      this.#onDidChange,
      host.folders.each((session) => this.#connect(session)),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (!change.affectsConfiguration(`dodeca.${setting}`)) return;
        for (const { session, statuses, ask } of this.#asked.values()) {
          ask.beat();
          this.#fire(session, [...statuses.keys()]);
        }
      }),
      vscode.window.registerFileDecorationProvider(this),
    );
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== 'file') return undefined;
    const session = this.#host.folders.of(uri);
    const asked = session && this.#asked.get(session);
    if (!session || !asked || uri.path === session.folder.uri.path) return undefined;
    const path = vscode.workspace.asRelativePath(uri, false);
    const status = asked.statuses.get(path);
    if (status === undefined) {
      asked.statuses.set(path, null);
      asked.open.add(path);
      asked.ask.beat();
    }
    return status && isWanted(session) ? decorationOf(status) : undefined;
  }

  dispose(): void {
    this.#watch.dispose();
  }

  #connect(session: FolderSession): vscode.Disposable {
    const ask = new Pulse(gatherMs, () => void this.#ask(asked));
    const asked: Asked = { session, statuses: new Map(), open: new Set(), ask };
    this.#asked.set(session, asked);
    const askAll = (): void => {
      for (const path of asked.statuses.keys()) asked.open.add(path);
      if (asked.open.size > 0) ask.beat();
    };
    return vscode.Disposable.from(
      ask,
      session.onDidConnect(askAll),
      session.library.onDidChange((change) => change === 'content' && askAll()),
      // Of a library that nobody watches, this is what tells that documents may have become stale or valid.
      session.onEvents((events) => events.some(({ type }) => type === 'run.finished') && askAll()),
      new vscode.Disposable(() => this.#asked.delete(session)),
    );
  }

  async #ask({ session, statuses, open }: Asked): Promise<void> {
    // Whoever connects asks for all.
    if (session.state !== 'connected' || !isWanted(session)) return;
    while (open.size > 0) {
      const paths = [...open].slice(0, filesAtOnce);
      for (const path of paths) open.delete(path);
      try {
        const now = await session.call('library/statuses', { paths });
        const changed = paths.filter((path) => (now[path] ?? null) !== statuses.get(path));
        for (const path of changed) statuses.set(path, now[path] ?? null);
        this.#fire(session, changed);
      } catch (error) {
        // The next change asks again.
        this.#host.log.warn(`library of ${session.folder.name}: ${errorMessage(error)}`);
        return;
      }
    }
  }

  #fire(session: FolderSession, paths: readonly string[]): void {
    if (paths.length === 0) return;
    this.#onDidChange.fire(paths.map((path) => vscode.Uri.joinPath(session.folder.uri, path)));
  }
}

function isWanted(session: FolderSession): boolean {
  return vscode.workspace.getConfiguration('dodeca', session.folder).get(setting, true);
}

function decorationOf(status: DocumentStatus): vscode.FileDecoration | undefined {
  const look = looks[status];
  if (!look) return undefined;
  const [badge, color] = look;
  const tooltip = vscode.l10n.t('Library: {0}. {1}', status, statusMeaning(status));
  return new vscode.FileDecoration(badge, tooltip, new vscode.ThemeColor(color));
}
