import * as vscode from 'vscode';
import type { TextEdit } from '../../language/text-edit.ts';
import type { Span } from '../../pipeline/yaml-node.ts';

/** A place in the text of a definition as VS Code calls it. */
export function rangeOf(document: vscode.TextDocument, { start, end }: Span): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

/** Edits of a definition as VS Code makes them. */
export function editsOf(document: vscode.TextDocument, edits: readonly TextEdit[]): vscode.TextEdit[] {
  return edits.map((edit) => vscode.TextEdit.replace(rangeOf(document, edit), edit.text));
}

/** Begins with a capital: messages of the analyser stand behind a colon elsewhere. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
