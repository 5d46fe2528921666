import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { type Lens, lensesOf } from '../../language/lenses.ts';
import { definitionFiles } from '../../pipeline/load-definition.ts';
import type { Folders } from '../folders/folders.ts';
import { type DefinitionDocuments, folderOf } from './definition-documents.ts';
import { rangeOf } from './document-places.ts';

const commands = {
  run: { pipeline: 'dodeca.runPipeline', agent: 'dodeca.runAgent', cluster: 'dodeca.runCluster' },
  debug: { pipeline: 'dodeca.debugPipeline', agent: 'dodeca.debugAgent', cluster: 'dodeca.debugCluster' },
} as const;

/** Run, Debug and Plan above what can be run. */
export class DefinitionLenses {
  readonly #documents: DefinitionDocuments;
  readonly #folders: Folders;

  constructor(documents: DefinitionDocuments, folders: Folders) {
    this.#documents = documents;
    this.#folders = folders;
  }

  async provide(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const session = this.#folders.of(document.uri);
    // Only what an engine reads can be run, and nothing where nothing may be.
    if (!session || !vscode.workspace.isTrusted || !isInForce(document, session.folder)) return [];
    const folder = session.folder.uri.toString();
    return lensesOf(await this.#documents.settled(document)).map(
      (lens) =>
        new vscode.CodeLens(rangeOf(document, lens.span), {
          ...commandOf(lens),
          arguments: [{ folder, [lens.kind]: lens.name }],
        }),
    );
  }
}

function commandOf({ action, kind, name }: Lens): vscode.Command {
  switch (action) {
    case 'run':
      return {
        title: vscode.l10n.t('Run'),
        command: commands.run[kind],
        tooltip: vscode.l10n.t('Run {0}', name),
      };
    case 'debug':
      return {
        title: vscode.l10n.t('Debug'),
        command: commands.debug[kind],
        tooltip: vscode.l10n.t('Debug {0}', name),
      };
    case 'plan':
      return {
        title: vscode.l10n.t('Plan'),
        command: 'dodeca.showPlan',
        tooltip: vscode.l10n.t('What would run, and in which order'),
      };
  }
}

/** Whether a document is the definition of its workspace folder: it lies there, and none goes before it. */
function isInForce(document: vscode.TextDocument, { uri }: vscode.WorkspaceFolder): boolean {
  if (folderOf(document) !== uri.fsPath) return false;
  const own = basename(document.uri.fsPath);
  const inForce = definitionFiles.find((file) => file === own || existsSync(join(uri.fsPath, file)));
  return inForce === own;
}
