import * as vscode from 'vscode';
import type { FindingFix } from '../../model/event.ts';
import type { Problems } from './problems.ts';

/** What agents know to mend, as quick fixes of their problems. */
export class FindingFixes implements vscode.CodeActionProvider {
  readonly #problems: Problems;

  constructor(problems: Problems) {
    this.#problems = problems;
  }

  provideCodeActions(
    document: vscode.TextDocument,
    _range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    return diagnostics.flatMap((diagnostic) => {
      const fix = this.#problems.fixOf(document.uri, diagnostic);
      const edit = fix && editOf(document, fix);
      if (!fix || !edit) return [];
      const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
      action.diagnostics = [diagnostic];
      action.edit = edit;
      return [action];
    });
  }
}

/** The edit of a fix; undefined where the file is another one by now. */
function editOf(document: vscode.TextDocument, { edits }: FindingFix): vscode.WorkspaceEdit | undefined {
  const edit = new vscode.WorkspaceEdit();
  for (const { line, column, end_line, end_column, text, old } of edits) {
    const range = new vscode.Range(line - 1, column - 1, end_line - 1, end_column - 1);
    if (!document.validateRange(range).isEqual(range)) return undefined;
    if (old !== undefined && document.getText(range) !== old) return undefined;
    edit.replace(document.uri, range, text);
  }
  return edit;
}
