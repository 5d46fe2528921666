import { posix } from 'node:path';
import * as vscode from 'vscode';
import type { FolderSession } from '../../folders/folder-session.ts';
import { describeRun } from '../../views/describe.ts';
import { ExecutionNode } from '../../views/execution-node.ts';
import { LineLook } from '../../views/line-look.ts';
import { iconOf } from '../../views/status-look.ts';
import type { Target, TreeNode } from '../../views/tree-node.ts';
import type { Collection } from './collections.ts';
import { numberText } from './count-text.ts';
import { FolderListing } from './folder-listing.ts';
import type { LibraryLine, OnOpened } from './library-line.ts';

/** Where the logs of runs lie, each in the folder of its run. */
const logs = '.dodeca/logs';

/** What went wrong in runs: the runs, newest first, with the executions whose logs are in the library. */
export class RunCollectionNode implements LibraryLine {
  readonly id: string;
  readonly session: FolderSession;
  readonly parent: TreeNode;
  readonly target: Target;
  readonly #collection: () => Collection | undefined;
  readonly #onOpened: OnOpened;
  readonly #look = new LineLook();
  readonly #listing: FolderListing;

  constructor(id: string, parent: TreeNode, collection: () => Collection | undefined, onOpened: OnOpened) {
    this.id = id;
    this.session = parent.session;
    this.parent = parent;
    this.target = parent.target;
    this.#collection = collection;
    this.#onOpened = onOpened;
    this.#listing = new FolderListing(parent.session, logs);
  }

  item(): vscode.TreeItem {
    return this.#look.note(this.#line());
  }

  async children(): Promise<TreeNode[]> {
    this.#onOpened(this);
    const { folders } = await this.#listing.read(this.#kinds());
    // Ids sort by time.
    return folders.map(({ name }) => new RunLogsNode(this, name, this.#kinds())).reverse();
  }

  async renew(): Promise<boolean> {
    const looksSame = this.#look.isSame(this.#line());
    return (await this.#listing.renew(this.#kinds())) || !looksSame;
  }

  #kinds(): readonly string[] {
    return this.#collection()?.kinds ?? [];
  }

  #line(): vscode.TreeItem {
    const { label = '', hint = '', icon = '', files = 0 } = this.#collection() ?? {};
    const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
    item.id = this.id;
    item.iconPath = new vscode.ThemeIcon(icon);
    item.description = [numberText(files), hint].filter(Boolean).join(' · ');
    item.contextValue = 'listing';
    return item;
  }
}

/** A run in which something went wrong. */
class RunLogsNode implements TreeNode {
  readonly id: string;
  readonly session: FolderSession;
  readonly parent: RunCollectionNode;
  readonly target: Target;
  readonly #runId: string;
  readonly #kinds: readonly string[];

  constructor(parent: RunCollectionNode, runId: string, kinds: readonly string[]) {
    this.id = `${parent.id}:${runId}`;
    this.session = parent.session;
    this.parent = parent;
    this.target = { folder: parent.session.uri, runId };
    this.#runId = runId;
    this.#kinds = kinds;
  }

  item(): vscode.TreeItem {
    const entry = this.session.view.runs.get(this.#runId);
    const item = new vscode.TreeItem(
      entry?.summary.pipeline ?? this.#runId,
      vscode.TreeItemCollapsibleState.Collapsed,
    );
    item.id = this.id;
    item.contextValue = 'logs';
    if (!entry) return item;
    item.iconPath = iconOf(entry.summary.status);
    item.description = describeRun(entry, Date.now());
    return item;
  }

  async children(): Promise<TreeNode[]> {
    const folder = `${logs}/${this.#runId}`;
    const [{ files }, { view }] = await Promise.all([
      this.session.call('library/list', { folder, kinds: this.#kinds }),
      this.session.run(this.#runId),
    ]);
    return files.flatMap(({ path }) => {
      const executionId = posix.basename(path, '.log');
      const execution = view?.executions.get(executionId);
      if (!execution) return [];
      const { stage, agent } = execution;
      const target = { folder: this.session.uri, runId: this.#runId, stage, agent };
      return [new ExecutionNode(this, target, executionId)];
    });
  }
}
