import * as vscode from 'vscode';
import type { WorkspaceView } from '../../model/workspace-view.ts';
import type { Folders } from '../folders/folders.ts';
import { LibraryTree } from '../library/view/library-tree.ts';
import { AgentsTree } from './agents-tree.ts';
import { ClustersTree } from './clusters-tree.ts';
import type { LiveTree } from './live-tree.ts';
import { PhasesTree } from './phases-tree.ts';
import { RunsTree } from './runs-tree.ts';
import type { TreeNode } from './tree-node.ts';

export type ViewName = 'clusters' | 'agents' | 'phases' | 'runs' | 'library';

/** The five views of the container. */
export class Views implements vscode.Disposable {
  readonly trees: Readonly<Record<ViewName, LiveTree>>;
  readonly library: LibraryTree;
  readonly #runs: RunsTree;
  readonly #views: Readonly<Record<ViewName, vscode.TreeView<TreeNode>>>;
  readonly #folders: Folders;
  readonly #owned: vscode.Disposable[];
  #context = '';

  constructor(folders: Folders) {
    this.#folders = folders;
    this.#runs = new RunsTree(folders);
    this.library = new LibraryTree(folders);
    this.trees = {
      clusters: new ClustersTree(folders),
      agents: new AgentsTree(folders),
      phases: new PhasesTree(folders),
      runs: this.#runs,
      library: this.library,
    };
    const create = (name: ViewName) =>
      vscode.window.createTreeView(`dodeca.${name}`, {
        treeDataProvider: this.trees[name],
        showCollapseAll: true,
        canSelectMany: name === 'runs',
      });
    this.#views = {
      clusters: create('clusters'),
      agents: create('agents'),
      phases: create('phases'),
      runs: create('runs'),
      library: create('library'),
    };
    const names = ['clusters', 'agents', 'phases', 'runs', 'library'] as const;
    this.#owned = [
      ...names.map((name) =>
        this.#views[name].onDidChangeVisibility(({ visible }) => this.trees[name].setVisible(visible)),
      ),
      this.#views.library.onDidCollapseElement(({ element }) => this.library.closed(element)),
      ...Object.values(this.trees),
      ...Object.values(this.#views),
      folders.each((session) => session.onDidChange(() => this.#drawFrame())),
      folders.onDidChange(() => this.#drawFrame()),
    ];
    this.#drawFrame();
  }

  /** Says something beside the name of a view. */
  describe(view: ViewName, text: string): void {
    if ((this.#views[view].description ?? '') !== text) this.#views[view].description = text;
  }

  /** What is said beside the name of a view. */
  descriptionOf(view: ViewName): string {
    return this.#views[view].description ?? '';
  }

  /** Opens the view *Runs* at a run. */
  async showRun(folder: string, runId: string): Promise<void> {
    const session = this.#folders.all.find(({ uri }) => uri === folder);
    const node = session && (await this.#runs.find(session, runId));
    if (node) await this.reveal('runs', node);
    else await vscode.commands.executeCommand('dodeca.runs.focus');
  }

  /** Opens a view at a line. */
  async reveal(view: ViewName, node: TreeNode): Promise<void> {
    await this.#views[view].reveal(node, { select: true, focus: true, expand: true });
  }

  /** The ids of the lines that are selected in a view. */
  selected(view: ViewName): string[] {
    return this.#views[view].selection.map(({ id }) => id);
  }

  /** Somebody, or something, closed a line in any view. */
  onDidCollapse(listener: () => void): vscode.Disposable {
    return vscode.Disposable.from(
      ...Object.values(this.#views).map((view) => view.onDidCollapseElement(listener)),
    );
  }

  dispose(): void {
    for (const owned of this.#owned) owned.dispose();
  }

  /** Badge, messages, and what an empty view says. */
  #drawFrame(): void {
    const { all } = this.#folders;
    const running = all.reduce((sum, { view }) => sum + runningIn(view), 0);
    const badge = running === 0 ? undefined : { value: running, tooltip: badgeText(running) };
    if (this.#views.clusters.badge?.value !== badge?.value) this.#views.clusters.badge = badge;
    const problem = all.find(({ view }) => view.loaded && view.problem !== null)?.view.problem;
    const stale = problem !== undefined && all.some(({ view }) => view.clusters.length > 0);
    const message = stale ? vscode.l10n.t('The definition has errors. Shown as it last was.') : '';
    for (const name of ['clusters', 'agents', 'phases'] as const) {
      if ((this.#views[name].message ?? '') !== message) this.#views[name].message = message;
    }
    this.#tell(contextOf(this.#folders));
  }

  /** What `viewsWelcome` goes by. */
  #tell(context: string): void {
    if (context === this.#context) return;
    this.#context = context;
    void vscode.commands.executeCommand('setContext', 'dodeca.state', context);
  }
}

function runningIn(view: WorkspaceView): number {
  return view.active().reduce((sum, run) => sum + (run.view?.counts().get('running') ?? 0), 0);
}

function contextOf({ all }: Folders): string {
  if (all.length === 0) return 'noFolder';
  if (all.some(({ state }) => state === 'failed')) return 'failed';
  if (all.some(({ view }) => view.loaded && view.problem !== null)) return 'wrongDefinition';
  if (all.some(({ state }) => state === 'untrusted')) return 'untrusted';
  return all.some(({ view }) => view.loaded) ? 'ready' : 'starting';
}

function badgeText(running: number): string {
  return running === 1
    ? vscode.l10n.t('1 agent is running')
    : vscode.l10n.t('{0} agents are running', running);
}
