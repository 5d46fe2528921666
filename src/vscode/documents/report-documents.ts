import * as vscode from 'vscode';
import { reportLinks } from './report-links.ts';

const scheme = 'dodeca-report';

/** Read-only documents that answer a question: why, what would run, what is different. */
export class ReportDocuments
  implements vscode.TextDocumentContentProvider, vscode.DocumentLinkProvider, vscode.Disposable
{
  readonly #texts = new Map<string, string>();
  readonly #links = new Map<string, ReadonlyMap<string, vscode.Uri>>();
  readonly #onDidChange = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration: vscode.Disposable;

  readonly onDidChange = this.#onDidChange.event;

  constructor() {
    this.#registration = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      vscode.languages.registerDocumentLinkProvider({ scheme }, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.#texts.delete(uri.toString());
        this.#links.delete(uri.toString());
      }),
      this.#onDidChange,
    );
  }

  /**
   * Shows lines under a title, in the place of what stood under that title before.
   *
   * @param links where names in the lines lead to
   */
  async show(
    title: string,
    lines: readonly string[],
    links: ReadonlyMap<string, vscode.Uri> = new Map(),
  ): Promise<vscode.TextEditor> {
    const uri = vscode.Uri.from({ scheme, path: `/${title.replaceAll('/', ' › ')}` });
    this.#links.set(uri.toString(), links);
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

  provideDocumentLinks(document: vscode.TextDocument): vscode.DocumentLink[] {
    const links = this.#links.get(document.uri.toString());
    return links && links.size > 0 ? reportLinks(document.getText().split('\n'), links) : [];
  }

  dispose(): void {
    this.#registration.dispose();
    this.#texts.clear();
  }
}
