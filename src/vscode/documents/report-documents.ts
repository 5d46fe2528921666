import * as vscode from 'vscode';

const scheme = 'dodeca-report';

/** Read-only documents that answer a question: why, what would run, what is different. */
export class ReportDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #onDidChange = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration: vscode.Disposable;

  readonly onDidChange = this.#onDidChange.event;

  constructor() {
    this.#registration = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
      this.#onDidChange,
    );
  }

  /** Shows lines under a title, in the place of what stood under that title before. */
  async show(title: string, lines: readonly string[]): Promise<vscode.TextEditor> {
    const uri = vscode.Uri.from({ scheme, path: `/${title.replaceAll('/', ' › ')}` });
    this.#texts.set(uri.toString(), `${lines.join('\n')}\n`);
    this.#onDidChange.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    return await vscode.window.showTextDocument(document, { preview: true });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return (
      this.#texts.get(uri.toString()) ?? vscode.l10n.t('This report is no longer there. Ask for it again.')
    );
  }

  dispose(): void {
    this.#registration.dispose();
    this.#texts.clear();
  }
}
