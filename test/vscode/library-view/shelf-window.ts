import { join } from 'node:path';
import * as vscode from 'vscode';
import type { DodecaExtension } from '../../../src/extension.ts';
import type { DocumentReport, ReviewDecision } from '../../../src/model/library-review.ts';
import type { FolderSession } from '../../../src/vscode/folders/folder-session.ts';
import type { TreeNode } from '../../../src/vscode/views/tree-node.ts';
import { treeLines } from '../../harness/vscode/tree-lines.ts';
import { until } from '../../harness/vscode/until.ts';
import { theExtension, theFolder } from '../dodeca.ts';
import { openFolders } from '../open-folders.ts';

/** The window of `shelf.ts`, once its library was built. */
export class ShelfWindow {
  readonly dodeca: DodecaExtension;
  readonly session: FolderSession;

  private constructor(dodeca: DodecaExtension, session: FolderSession) {
    this.dodeca = dodeca;
    this.session = session;
  }

  static async open(): Promise<ShelfWindow> {
    await openFolders('shelf');
    const shelf = new ShelfWindow(await theExtension(), await theFolder());
    await shelf.session.engine();
    await shelf.lines();
    await until('the library is built', async () => shelf.session.library.status?.builtMs);
    return shelf;
  }

  path(name: string): string {
    return join(this.session.folder.uri.fsPath, name);
  }

  uri(name: string): vscode.Uri {
    return vscode.Uri.joinPath(this.session.folder.uri, name);
  }

  /** The view *Library* as text. */
  lines(open: 'all' | 'expanded' = 'expanded'): Promise<string[]> {
    return treeLines(this.dodeca.views.library, { open });
  }

  /** The lines below one at the top, all open; what it says itself comes first. */
  async below(top: string): Promise<string[]> {
    const lines = await this.lines('all');
    const from = lines.findIndex((line) => line.startsWith(`$(${top})`));
    const to = lines.findIndex((line, place) => place > from && !line.startsWith(' '));
    return lines.slice(from, to === -1 ? undefined : to);
  }

  /** The first line of the view that fits, the outer ones before the inner. */
  async find(what: string, fits: (item: vscode.TreeItem, node: TreeNode) => boolean): Promise<TreeNode> {
    const { library } = this.dodeca.views;
    return await until(what, async () => {
      const open: TreeNode[] = await library.getChildren();
      for (const node of open) {
        if (fits(library.getTreeItem(node), node)) return node;
        open.push(...(await library.getChildren(node)));
      }
      return null;
    });
  }

  /** Does what a click on a line does. */
  async click(node: TreeNode): Promise<void> {
    const { command } = this.dodeca.views.library.getTreeItem(node);
    if (!command) throw new Error(`${node.id} leads nowhere`);
    await vscode.commands.executeCommand(command.command, ...(command.arguments ?? []));
  }

  /** Says something of a document, as a key binding would. */
  async decide(path: string, decision: ReviewDecision): Promise<DocumentReport | undefined> {
    const given = { folder: this.session.uri, path, decision };
    return await vscode.commands.executeCommand<DocumentReport>('dodeca.reviewDocument', given);
  }

  /** Runs a pipeline to its end; answers with the id of the run. */
  async run(pipeline: string): Promise<string> {
    const given = { folder: this.session.uri, pipeline, params: {} };
    const runId = await vscode.commands.executeCommand<string>('dodeca.runPipeline', given);
    await until('the run ends', async () => this.session.view.runs.get(runId)?.summary.finishedAt);
    return runId;
  }
}
