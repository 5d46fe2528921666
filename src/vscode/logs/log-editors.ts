import * as vscode from 'vscode';
import { EndKeeper } from '../../logs/end-keeper.ts';
import { logScheme } from '../../logs/log-address.ts';
import type { DodecaHost } from '../dodeca-host.ts';
import { type LogDocuments, logDocuments } from './log-documents.ts';
import type { LogChange } from './shown-log.ts';

/** What editors show of logs: the end of what grows, or what somebody reads, which then stays where it is. */
export class LogEditors implements vscode.Disposable {
  readonly #documents: LogDocuments;
  readonly #keepers = new WeakMap<vscode.TextEditor, EndKeeper>();
  /** How the text that comes next came from the one before, by document. */
  readonly #coming = new Map<string, LogChange>();
  readonly #owned: vscode.Disposable;
  #visible = new Set<string>();

  constructor(documents: LogDocuments) {
    this.#documents = documents;
    this.#owned = vscode.Disposable.from(
      vscode.window.onDidChangeVisibleTextEditors(() => this.#visibleChanged()),
      vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => this.#scrolled(textEditor)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#grown(document)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#coming.delete(uri.toString())),
      documents.onWillChange(({ uri, change }) => this.#willChange(uri.toString(), change)),
    );
    this.#visibleChanged();
  }

  /** Whether an editor shows the end, and goes on showing it. */
  isAtEnd(editor: vscode.TextEditor): boolean {
    return this.#keeperOf(editor).atEnd;
  }

  /** From now on the editors of a document show its end, or do not care. */
  keepEnd(uri: vscode.Uri, wanted: boolean): void {
    for (const editor of editorsOf(uri)) {
      this.#keeperOf(editor).keep(wanted);
      if (wanted) revealEnd(editor);
    }
    this.#tell(uri);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #keeperOf(editor: vscode.TextEditor): EndKeeper {
    let keeper = this.#keepers.get(editor);
    if (!keeper) {
      keeper = new EndKeeper(this.#documents.of(editor.document.uri)?.beginsAtEnd ?? false);
      this.#keepers.set(editor, keeper);
      if (keeper.atEnd) revealEnd(editor);
    }
    return keeper;
  }

  #visibleChanged(): void {
    const now = new Map<string, vscode.Uri>();
    for (const { document } of vscode.window.visibleTextEditors) {
      if (document.uri.scheme === logScheme) now.set(document.uri.toString(), document.uri);
    }
    for (const gone of this.#visible) {
      if (!now.has(gone)) this.#documents.of(vscode.Uri.parse(gone))?.watched(false, true);
    }
    this.#visible = new Set(now.keys());
    for (const uri of now.values()) this.#tell(uri);
  }

  #scrolled(editor: vscode.TextEditor): void {
    const { document, visibleRanges } = editor;
    const [first, last] = [visibleRanges[0], visibleRanges.at(-1)];
    if (document.uri.scheme !== logScheme || !first || !last) return;
    this.#keeperOf(editor).scrolled(first.start.line, last.end.line, document.lineCount);
    this.#tell(document.uri);
  }

  /** Several changes may come to a document as one. */
  #willChange(key: string, { shift }: LogChange): void {
    const before = this.#coming.get(key);
    const known = before === undefined ? 0 : before.shift;
    this.#coming.set(key, { shift: shift === null || known === null ? null : shift + known });
  }

  #grown(document: vscode.TextDocument): void {
    if (document.uri.scheme !== logScheme) return;
    const key = document.uri.toString();
    const shift = this.#coming.get(key)?.shift ?? null;
    this.#coming.delete(key);
    this.#documents.of(document.uri)?.arrived();
    for (const editor of editorsOf(document.uri)) {
      const keeper = this.#keeperOf(editor);
      if (keeper.atEnd) {
        if (shift !== 0) keeper.moved();
        revealEnd(editor);
      } else if (shift === null) {
        revealTop(editor, 0);
      } else if (shift !== 0) {
        revealTop(editor, Math.max(0, keeper.top + shift));
        keeper.moved();
      }
    }
  }

  /** A log follows only while it is seen, and lets its beginning go only while nobody reads it. */
  #tell(uri: vscode.Uri): void {
    const editors = editorsOf(uri);
    const atEnd = editors.every((editor) => this.#keeperOf(editor).atEnd);
    this.#documents.of(uri)?.watched(editors.length > 0, atEnd);
  }
}

function editorsOf(uri: vscode.Uri): vscode.TextEditor[] {
  const key = uri.toString();
  return vscode.window.visibleTextEditors.filter(({ document }) => document.uri.toString() === key);
}

function revealEnd(editor: vscode.TextEditor): void {
  const end = new vscode.Position(editor.document.lineCount - 1, 0);
  editor.revealRange(new vscode.Range(end, end), vscode.TextEditorRevealType.Default);
}

function revealTop(editor: vscode.TextEditor, line: number): void {
  const shown = line === 0 ? 0 : line + linesAbove(editor.document);
  const top = new vscode.Position(Math.min(shown, editor.document.lineCount - 1), 0);
  editor.revealRange(new vscode.Range(top, top), vscode.TextEditorRevealType.AtTop);
}

/** Lines that an editor leaves above one that it shows at the top, for those that stick there. */
function linesAbove(document: vscode.TextDocument): number {
  const settings = vscode.workspace.getConfiguration('editor', document);
  const sticks = settings.get<boolean>('stickyScroll.enabled', true);
  return Math.max(
    sticks ? settings.get<number>('stickyScroll.maxLineCount', 5) : 0,
    settings.get<number>('cursorSurroundingLines', 0),
  );
}

const ofHost = new WeakMap<DodecaHost, LogEditors>();

/** The editors of this extension's logs, which every command shares. */
export function logEditors(host: DodecaHost): LogEditors {
  let editors = ofHost.get(host);
  if (!editors) {
    editors = new LogEditors(logDocuments(host));
    ofHost.set(host, editors);
  }
  return editors;
}
