import { isAbsolute } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import * as vscode from 'vscode';
import { findLinks, type PlaceLink } from '../../logs/find-links.ts';
import { KnownFiles } from './known-files.ts';
import type { LogDocuments } from './log-documents.ts';
import { addressOf, logUri } from './log-uri.ts';
import { RunLogDocument } from './run-log-document.ts';

/** Links in one document; nobody clicks more, and each costs the editor something. */
const mostLinks = 10_000;

/** Milliseconds of looking after which the rest of the extension has a turn. */
const stretchMs = 10;

/** Leads from the places that a log names to the files, where there are such files, and from a run to its logs. */
export class LogLinks implements vscode.DocumentLinkProvider {
  readonly #documents: LogDocuments;
  readonly #files = new KnownFiles();

  constructor(documents: LogDocuments) {
    this.#documents = documents;
  }

  async provideDocumentLinks(
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
  ): Promise<vscode.DocumentLink[]> {
    const address = addressOf(document.uri);
    if (!address) return [];
    const folder = vscode.Uri.parse(address.folder);
    const links = this.#mentions(document, address.folder, address.runId);
    let stretch = performance.now();
    for (let line = 0; line < document.lineCount && links.length < mostLinks; line++) {
      for (const place of findLinks(document.lineAt(line).text)) {
        const file = fileOf(place.path, folder);
        if (file && (await this.#files.has(file))) links.push(linkTo(line, place, file));
      }
      if (performance.now() - stretch < stretchMs) continue;
      await turn();
      if (token.isCancellationRequested) return [];
      stretch = performance.now();
    }
    return links;
  }

  #mentions(document: vscode.TextDocument, folder: string, runId: string): vscode.DocumentLink[] {
    const log = this.#documents.of(document.uri);
    if (!(log instanceof RunLogDocument)) return [];
    return log.mentions.flatMap(({ line, start, end, stage, agent }) => {
      // The text may be older than what is known of it.
      const range = new vscode.Range(line, start, line, end);
      if (line >= document.lineCount || !document.getText(range).endsWith(agent)) return [];
      const link = new vscode.DocumentLink(range, logUri({ folder, runId, execution: { stage, agent } }));
      link.tooltip = vscode.l10n.t('Open the whole log');
      return [link];
    });
  }
}

/** A file of the workspace, or any by its absolute path; what leaves the workspace by `..` is neither. */
function fileOf(path: string, folder: vscode.Uri): vscode.Uri | null {
  if (isAbsolute(path)) return vscode.Uri.file(path);
  // `C:\x` on another system, or `node:fs`: no path here.
  if (/^[A-Za-z]+:/.test(path)) return null;
  const file = vscode.Uri.joinPath(folder, path.replaceAll('\\', '/'));
  return file.path.startsWith(`${folder.path.replace(/\/$/, '')}/`) ? file : null;
}

function linkTo(line: number, place: PlaceLink, file: vscode.Uri): vscode.DocumentLink {
  const column = place.column === null ? '' : `,${place.column}`;
  const target = file.with({ fragment: `L${place.line}${column}` });
  return new vscode.DocumentLink(new vscode.Range(line, place.start, line, place.end), target);
}
