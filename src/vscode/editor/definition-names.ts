import * as vscode from 'vscode';
import type { Result } from '../../common/result.ts';
import { occurrenceAt, occurrencesOf } from '../../language/find-occurrences.ts';
import type { Occurrence } from '../../language/occurrence.ts';
import { prepareRename, renameAt } from '../../language/rename.ts';
import type { DefinitionDocuments } from './definition-documents.ts';
import { editsOf, rangeOf, sentence } from './document-places.ts';

/** Where agents, stages, clusters and pipelines are named, and other names for them. */
export class DefinitionNames {
  readonly #documents: DefinitionDocuments;

  constructor(documents: DefinitionDocuments) {
    this.#documents = documents;
  }

  definition(document: vscode.TextDocument, position: vscode.Position): vscode.Location[] {
    return this.#locations(document, position, ({ declares }) => declares);
  }

  references(document: vscode.TextDocument, position: vscode.Position, declared: boolean): vscode.Location[] {
    return this.#locations(document, position, ({ declares }) => declared || !declares);
  }

  prepareRename(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): { range: vscode.Range; placeholder: string } {
    const { span, name } = given(
      prepareRename(this.#documents.analysis(document), document.offsetAt(position)),
    );
    return { range: rangeOf(document, span), placeholder: name };
  }

  rename(document: vscode.TextDocument, position: vscode.Position, name: string): vscode.WorkspaceEdit {
    const edits = given(renameAt(this.#documents.analysis(document), document.offsetAt(position), name));
    const edit = new vscode.WorkspaceEdit();
    edit.set(document.uri, editsOf(document, edits));
    return edit;
  }

  #locations(
    document: vscode.TextDocument,
    position: vscode.Position,
    wanted: (occurrence: Occurrence) => boolean,
  ): vscode.Location[] {
    const analysis = this.#documents.analysis(document);
    const occurrence = occurrenceAt(analysis, document.offsetAt(position));
    if (!occurrence) return [];
    return occurrencesOf(analysis, occurrence.symbol)
      .filter(wanted)
      .map((found) => new vscode.Location(document.uri, rangeOf(document, found)));
  }
}

/** What there is; VS Code shows the message of an error at the cursor. */
function given<T>(result: Result<T, string>): T {
  if (!result.ok) throw new Error(sentence(result.error));
  return result.value;
}
