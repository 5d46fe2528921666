import { sep } from 'node:path';
import * as vscode from 'vscode';
import type { Problem } from '../../model/problem.ts';
import type { DefinitionDocuments } from './definition-documents.ts';
import { isDefinition } from './definition-selector.ts';
import { sentence } from './document-places.ts';

/** Who has found a problem, as VS Code shows it. */
export const diagnosticSource = 'dodeca';

const severities: Readonly<Record<Problem['severity'], vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
};

/** Shows what is wrong with the definitions that are open, also while they are not saved. */
export class DefinitionDiagnostics implements vscode.Disposable {
  readonly #documents: DefinitionDocuments;
  readonly #collection = vscode.languages.createDiagnosticCollection('dodeca-definition');
  readonly #owned: vscode.Disposable;

  constructor(documents: DefinitionDocuments) {
    this.#documents = documents;
    const { workspace } = vscode;
    // An agent's script makes a warning come and go.
    const files = workspace.createFileSystemWatcher('**/*', false, true, false);
    this.#owned = vscode.Disposable.from(
      this.#collection,
      files,
      files.onDidCreate(({ fsPath }) => this.#fileChanged(fsPath)),
      files.onDidDelete(({ fsPath }) => this.#fileDeleted(fsPath)),
      workspace.onDidOpenTextDocument((document) => this.#update(document)),
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#update(document);
      }),
      workspace.onDidCloseTextDocument(({ uri }) => this.#clear(uri)),
    );
    for (const document of workspace.textDocuments) this.#update(document);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #update(document: vscode.TextDocument): void {
    if (isDefinition(document)) void this.#show(document);
  }

  async #show(document: vscode.TextDocument): Promise<void> {
    const { version } = document;
    const { problems } = await this.#documents.settled(document);
    // Whoever wrote on has asked for the later text.
    if (document.isClosed || document.version !== version) return;
    this.#collection.set(
      document.uri,
      problems.map((problem) => diagnosticOf(document, problem)),
    );
  }

  #clear(uri: vscode.Uri): void {
    this.#documents.forget(uri);
    this.#collection.delete(uri);
  }

  /** A document may outlive its file. */
  #fileDeleted(path: string): void {
    for (const { uri } of vscode.workspace.textDocuments) {
      if (uri.fsPath === path || uri.fsPath.startsWith(path + sep)) this.#clear(uri);
    }
    this.#fileChanged(path);
  }

  #fileChanged(path: string): void {
    for (const document of vscode.workspace.textDocuments) {
      if (this.#documents.forgetFile(document, path)) this.#update(document);
    }
  }
}

function diagnosticOf(document: vscode.TextDocument, problem: Problem): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    rangeOfProblem(document, problem),
    sentence(problem.message),
    severities[problem.severity],
  );
  diagnostic.source = diagnosticSource;
  diagnostic.code = problem.code;
  return diagnostic;
}

/** Where a problem stands; what is nowhere, such as a missing end, is shown at what is nearest to it. */
export function rangeOfProblem(document: vscode.TextDocument, problem: Problem): vscode.Range {
  const { line, column, endColumn = column } = problem;
  const range = new vscode.Range(line - 1, column - 1, line - 1, endColumn - 1);
  if (!range.isEmpty) return document.validateRange(range);
  const { start } = document.validateRange(range);
  return (
    document.getWordRangeAtPosition(start) ??
    new vscode.Range(start.translate(0, -Math.min(1, start.character)), start.translate(0, 1))
  );
}
