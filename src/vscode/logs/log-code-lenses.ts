import * as vscode from 'vscode';
import { windowLimits } from '../../logs/log-window.ts';
import { ExecutionLog } from './execution-log.ts';
import type { LogDocuments } from './log-documents.ts';

/** At the first line of a log what is before it, at the last what is behind, and whether it follows. */
export class LogCodeLenses implements vscode.CodeLensProvider {
  readonly #documents: LogDocuments;
  readonly onDidChangeCodeLenses: vscode.Event<void>;

  constructor(documents: LogDocuments) {
    this.#documents = documents;
    this.onDidChangeCodeLenses = (listener, self, disposables) =>
      documents.onDidChange(() => listener.call(self), null, disposables);
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const log = this.#documents.of(document.uri);
    if (!(log instanceof ExecutionLog)) return [];
    const { before, after, isOpen, isFollowed } = log.ends;
    const lenses: vscode.CodeLens[] = [];
    const add = (line: number, title: string, command: string, ...words: unknown[]): void => {
      const range = new vscode.Range(line, 0, line, 0);
      lenses.push(new vscode.CodeLens(range, { title, command, arguments: [document.uri, ...words] }));
    };
    if (before > 0) {
      add(0, vscode.l10n.t('Load earlier'), 'dodeca.loadMoreLog', 'earlier');
      if (before > windowLimits.piece) {
        add(0, vscode.l10n.t('Go to the beginning'), 'dodeca.loadMoreLog', 'beginning');
      }
    }
    const last = document.lineCount - 1;
    const end = document.lineAt(last).text === '' && last > 0 ? last - 1 : last;
    if (after > 0) add(end, vscode.l10n.t('Load later'), 'dodeca.loadMoreLog', 'later');
    if (isOpen && isFollowed && after === 0) {
      add(end, vscode.l10n.t('$(eye) Following: stop'), 'dodeca.followLog', false);
    } else if (isOpen || after > 0) {
      const title = isOpen ? vscode.l10n.t('Follow the end') : vscode.l10n.t('Go to the end');
      add(end, title, 'dodeca.followLog', true);
    }
    return lenses;
  }
}
