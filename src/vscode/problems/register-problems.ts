import * as vscode from 'vscode';
import type { DodecaHost } from '../dodeca-host.ts';
import { FindingFixes } from './finding-fixes.ts';
import { Problems } from './problems.ts';

/** Shows what agents find in the view *Problems*. */
export function registerProblems(host: DodecaHost): void {
  const problems = new Problems(host);
  host.own(problems);
  host.own(
    vscode.languages.registerCodeActionsProvider({ scheme: 'file' }, new FindingFixes(problems), {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
  );
}
