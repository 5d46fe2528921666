import { posix } from 'node:path';
import * as vscode from 'vscode';
import type { DocumentStatus } from '../../model/library-report.ts';

/** Icon and colour of each status; every icon has its own shape, since colour must not be the only sign. */
const looks: Readonly<Record<DocumentStatus, readonly [icon: string, color?: string]>> = {
  found: ['circle-large-outline'],
  reviewed: ['eye'],
  validated: ['pass', 'testing.iconPassed'],
  canonical: ['star-full', 'dodeca.canonicalForeground'],
  stale: ['history', 'dodeca.staleForeground'],
  rejected: ['circle-slash', 'dodeca.rejectedForeground'],
};

/** The name of the icon of a status. */
export function statusIconName(status: DocumentStatus): string {
  return looks[status][0];
}

/** The icon of a status, in its colour. */
export function statusIcon(status: DocumentStatus): vscode.ThemeIcon {
  const [icon, color] = looks[status];
  return new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
}

/** What a status means, in a sentence. */
export function statusMeaning(status: DocumentStatus): string {
  switch (status) {
    case 'found':
      return vscode.l10n.t('It was read, and was not reviewed yet or needs a look.');
    case 'reviewed':
      return vscode.l10n.t('The review found nothing wrong.');
    case 'validated':
      return vscode.l10n.t('What made it succeeded, its test passed, or somebody accepted it.');
    case 'canonical':
      return vscode.l10n.t('Of those that say the same, the one to go by.');
    case 'stale':
      return vscode.l10n.t('What it was made from has changed since.');
    case 'rejected':
      return vscode.l10n.t('Somebody rejected it.');
  }
}

/** The name of a file, and the folder that it is in: relative to the workspace folder, empty at its top. */
export function partsOf(path: string): { readonly name: string; readonly folder: string } {
  const folder = posix.dirname(path);
  return { name: posix.basename(path), folder: folder === '.' ? '' : folder };
}

/** The file of a document. */
export function uriOf(folder: vscode.Uri, path: string): vscode.Uri {
  return vscode.Uri.joinPath(folder, path);
}

/** What opens a document in the editor that its kind has; at a line from 1 where one is given. */
export function openCommand(uri: vscode.Uri, line?: number): vscode.Command {
  const at = line === undefined ? null : new vscode.Position(line - 1, 0);
  const options: vscode.TextDocumentShowOptions = at === null ? {} : { selection: new vscode.Range(at, at) };
  return { command: 'vscode.open', title: vscode.l10n.t('Open'), arguments: [uri, options] };
}
