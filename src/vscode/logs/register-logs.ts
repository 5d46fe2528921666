import * as vscode from 'vscode';
import { logScheme } from '../../logs/log-address.ts';
import type { DodecaHost } from '../dodeca-host.ts';
import { LogCodeLenses } from './log-code-lenses.ts';
import { logDocuments } from './log-documents.ts';
import { logEditors } from './log-editors.ts';
import { LogFolds } from './log-folds.ts';
import { LogLinks } from './log-links.ts';

/** Shows logs as documents: what they say, what can be folded and followed in them, and where they lead. */
export function registerLogs(host: DodecaHost): void {
  const documents = logDocuments(host);
  const selector = { scheme: logScheme };
  host.own(documents);
  host.own(logEditors(host));
  host.own(vscode.workspace.registerTextDocumentContentProvider(logScheme, documents));
  host.own(vscode.languages.registerCodeLensProvider(selector, new LogCodeLenses(documents)));
  host.own(vscode.languages.registerDocumentLinkProvider(selector, new LogLinks(documents)));
  host.own(vscode.languages.registerFoldingRangeProvider(selector, new LogFolds()));
}
