import { resolve } from 'node:path';
import * as vscode from 'vscode';
import { type QuickFix, quickFixes } from '../../language/quick-fixes.ts';
import { diagnosticSource, rangeOfProblem } from './definition-diagnostics.ts';
import { type DefinitionDocuments, folderOf } from './definition-documents.ts';
import { editsOf } from './document-places.ts';

/** What can be done about the problems of a definition. */
export class DefinitionFixes {
  readonly #documents: DefinitionDocuments;

  constructor(documents: DefinitionDocuments) {
    this.#documents = documents;
  }

  provide(document: vscode.TextDocument, diagnostics: readonly vscode.Diagnostic[]): vscode.CodeAction[] {
    const own = diagnostics.filter(({ source }) => source === diagnosticSource);
    if (own.length === 0) return [];
    const analysis = this.#documents.analysis(document);
    return own.flatMap((diagnostic) =>
      analysis.problems
        .filter(
          (problem) =>
            problem.code === diagnostic.code && rangeOfProblem(document, problem).isEqual(diagnostic.range),
        )
        .flatMap((problem) => quickFixes(analysis, problem))
        .map((fix) => actionOf(document, fix, diagnostic)),
    );
  }
}

function actionOf(
  document: vscode.TextDocument,
  { title, edits, create, preferred }: QuickFix,
  diagnostic: vscode.Diagnostic,
): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.isPreferred = preferred;
  action.edit = new vscode.WorkspaceEdit();
  if (edits.length > 0) action.edit.set(document.uri, editsOf(document, edits));
  if (create) {
    const uri = vscode.Uri.file(resolve(folderOf(document), create.path));
    action.edit.createFile(uri, { contents: new TextEncoder().encode(create.text), ignoreIfExists: true });
    action.command = { title: vscode.l10n.t('Open script'), command: 'vscode.open', arguments: [uri] };
  }
  return action;
}
