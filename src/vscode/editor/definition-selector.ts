import * as vscode from 'vscode';

/** The files that may hold a definition, also while they are not saved yet. */
export const definitionSelector: vscode.DocumentSelector = ['file', 'untitled'].map((scheme) => {
  return { scheme, pattern: '**/{dodeca,orchestrator_config}.yaml' };
});

/** Whether a document is a definition. */
export function isDefinition(document: vscode.TextDocument): boolean {
  return vscode.languages.match(definitionSelector, document) > 0;
}
