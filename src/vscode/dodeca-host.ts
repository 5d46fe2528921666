import type * as vscode from 'vscode';
import type { RememberingLog } from './diagnostics/remembering-log.ts';
import type { ReportDocuments } from './documents/report-documents.ts';
import type { Folders } from './folders/folders.ts';
import type { Views } from './views/views.ts';

/** What every part of the extension is given. */
export interface DodecaHost {
  readonly context: vscode.ExtensionContext;
  readonly folders: Folders;
  readonly views: Views;
  readonly documents: ReportDocuments;
  readonly log: RememberingLog;
  /** Something that ends with the extension. */
  own(disposable: vscode.Disposable): void;
}
