import { resolve } from 'node:path';
import * as vscode from 'vscode';
import { fileLinks } from '../../language/file-links.ts';
import { foldsOf } from '../../language/folding.ts';
import { type OutlineSymbol, outlineSymbols } from '../../language/outline-symbols.ts';
import { workspaceHost } from '../../pipeline/load-definition.ts';
import { type DefinitionDocuments, folderOf } from './definition-documents.ts';
import { rangeOf } from './document-places.ts';

const kinds: Readonly<Record<OutlineSymbol['kind'], vscode.SymbolKind>> = {
  block: vscode.SymbolKind.Namespace,
  agent: vscode.SymbolKind.Function,
  cluster: vscode.SymbolKind.Class,
  phase: vscode.SymbolKind.Event,
  pipeline: vscode.SymbolKind.Module,
  stage: vscode.SymbolKind.Method,
};

/** What a definition is made of: its outline, what can be folded, and the files that it names. */
export class DefinitionStructure {
  readonly #documents: DefinitionDocuments;

  constructor(documents: DefinitionDocuments) {
    this.#documents = documents;
  }

  async symbols(document: vscode.TextDocument): Promise<vscode.DocumentSymbol[]> {
    const shown = ({ name, detail, kind, span, key, children }: OutlineSymbol): vscode.DocumentSymbol => {
      const [range, selection] = [rangeOf(document, span), rangeOf(document, key)];
      const symbol = new vscode.DocumentSymbol(name, detail, kinds[kind], range, selection);
      symbol.children = children.map(shown);
      return symbol;
    };
    return outlineSymbols(await this.#documents.settled(document)).map(shown);
  }

  folds(document: vscode.TextDocument): vscode.FoldingRange[] {
    return foldsOf(document.getText()).map(({ first, last, kind }) =>
      kind === 'comment'
        ? new vscode.FoldingRange(first - 1, last - 1, vscode.FoldingRangeKind.Comment)
        : new vscode.FoldingRange(first - 1, last - 1),
    );
  }

  async links(document: vscode.TextDocument): Promise<vscode.DocumentLink[]> {
    const folder = folderOf(document);
    const { fileExists } = workspaceHost(folder);
    return fileLinks(await this.#documents.settled(document))
      .filter(({ path }) => fileExists(path))
      .map(({ span, path }) => {
        const link = new vscode.DocumentLink(rangeOf(document, span), vscode.Uri.file(resolve(folder, path)));
        link.tooltip = vscode.l10n.t('Open script');
        return link;
      });
  }
}
