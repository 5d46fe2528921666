import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';
import type { DodecaHost } from '../dodeca-host.ts';
import { type Target, targetOf } from '../views/tree-node.ts';
import { chooseFolder } from './choose.ts';

/** Opens the definition file where an agent, a cluster, a stage or a pipeline is declared. */
export async function goToDefinition(host: DodecaHost, given?: unknown): Promise<void> {
  const target = targetOf(given);
  const session = await chooseFolder(host, target);
  if (!session) return;
  const { loadDefinition } = await import('../../pipeline/load-definition.ts');
  const { file, positions } = loadDefinition(session.folder.uri.fsPath);
  if (file === null) {
    const create = vscode.l10n.t('Create Definition');
    const message = vscode.l10n.t('This folder has no definition of its own: the built-in one serves.');
    if ((await vscode.window.showInformationMessage(message, create)) === create) {
      await vscode.commands.executeCommand('dodeca.createDefinition', target);
    }
    return;
  }
  const key = target && keyOf(target, positions);
  if (key === undefined) {
    throw new UserError(
      'built-in',
      vscode.l10n.t('{0} is built in: {1} does not declare it.', nameOf(target), file),
    );
  }
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(session.folder.uri, file));
  const editor = await vscode.window.showTextDocument(document);
  if (!key) return;
  const at = new vscode.Position(key.start.line - 1, key.start.column - 1);
  const end = new vscode.Position(key.end.line - 1, key.end.column - 1);
  editor.selection = new vscode.Selection(at, end);
  editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

type Positions = ReturnType<typeof import('../../pipeline/load-definition.ts').loadDefinition>['positions'];

function keyOf(target: Target, positions: Positions) {
  const { agent, cluster, pipeline, stage } = target;
  const named = (name: string) => (declared: { readonly name: string }) => declared.name === name;
  if (agent !== undefined) return positions.agents.find(named(agent))?.key;
  if (cluster !== undefined) return positions.clusters.find(named(cluster))?.key;
  const declared = pipeline === undefined ? undefined : positions.pipelines.find(named(pipeline));
  return (stage === undefined ? undefined : declared?.stages.find(named(stage))?.key) ?? declared?.key;
}

function nameOf(target: Target | null): string {
  return target?.agent ?? target?.cluster ?? target?.pipeline ?? '';
}
