import * as vscode from 'vscode';
import type { FolderSession } from '../../folders/folder-session.ts';
import type { Folders } from '../../folders/folders.ts';
import type { WorkspaceLibrary } from '../../folders/workspace-library.ts';
import { LiveTree } from '../../views/live-tree.ts';
import type { TreeNode } from '../../views/tree-node.ts';
import { collectionsOf, runsKey } from './collections.ts';
import { type Heading, HeadingNode } from './heading-node.ts';
import { collectionsHeading, reviewHeading } from './headings.ts';
import type { LibraryLine } from './library-line.ts';
import { ListingNode } from './listing-node.ts';
import { ReasonNode } from './reason-node.ts';
import { RunCollectionNode } from './run-collection-node.ts';
import { type KeptSearches, SearchesNode } from './searches-node.ts';

/**
 * The view *Library*: the documents of a workspace by what they are, what of them waits for somebody, and searches that
 * are kept. Whoever looks at it for the first time has the workspace indexed; nobody else does.
 */
export class LibraryTree extends LiveTree {
  readonly #watch: vscode.Disposable;
  #saved: KeptSearches | null = null;
  /** Lines that are open: what is below them is compared when the library has changed. */
  readonly #open = new Set<LibraryLine>();
  /** Lines that were open: what was below them is forgotten when the library has changed. */
  readonly #closed = new Set<LibraryLine>();
  /** The lines of each folder that are looked at whether they are open or not. */
  readonly #top = new Map<FolderSession, readonly LibraryLine[]>();
  #isSeen = true;

  constructor(folders: Folders) {
    super(folders);
    this.#watch = folders.each((session) =>
      vscode.Disposable.from(
        session.library.onDidChange((change) => change === 'content' && void this.#renew(session)),
        // What is indexed may be another thing now; where nothing was, nobody tells.
        session.onDidChange(({ definition }) => definition && session.library.changed()),
      ),
    );
  }

  /** Shows these searches, and every change of them. */
  showSearches(saved: KeptSearches): vscode.Disposable {
    this.#saved = saved;
    const draw = () => {
      for (const session of this.folders.all) {
        const line = this.known(`library:${session.uri}:searches`);
        if (line) this.redrawLines(session, [line]);
      }
    };
    draw();
    return saved.onDidChange(draw);
  }

  override async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    // The library is a part of the state that is not opened in Restricted Mode.
    return vscode.workspace.isTrusted ? await super.getChildren(node) : [];
  }

  override setVisible(visible: boolean): void {
    this.#isSeen = visible;
    super.setVisible(visible);
    if (visible) for (const session of this.folders.all) void this.#renew(session);
  }

  roots(session: FolderSession, parent: TreeNode | null): TreeNode[] {
    void session.library.watch();
    const { status } = session.library;
    if (status === null || status.off !== null) {
      this.#top.delete(session);
      return [];
    }
    const id = (name: string) => `library:${session.uri}:${name}`;
    const onOpened = (line: LibraryLine) => this.#opened(line);
    const heading = <Key extends string>(
      name: string,
      read: (library: WorkspaceLibrary) => Heading<Key>,
      child: (own: TreeNode, key: Key) => TreeNode,
    ) =>
      this.node(id(name), () => {
        const options = { session, parent, onOpened, heading: () => read(session.library), child };
        return new HeadingNode<Key>(id(name), options);
      });
    const collections = heading('collections', collectionsHeading, (own, key) => this.#collection(own, key));
    const review = heading('review', reviewHeading, (own, reason) =>
      this.node(`${own.id}:${reason}`, () => new ReasonNode(own, reason, onOpened)),
    );
    this.#top.set(session, [collections, review]);
    const searches = this.node(id('searches'), () => {
      return new SearchesNode(id('searches'), session, parent, () => this.#saved?.saved ?? []);
    });
    return [collections, review, searches];
  }

  /** Somebody closed a line: what is below it is asked for again when it is opened again. */
  closed(line: TreeNode): void {
    for (const open of this.#open) {
      if (open !== line && !isBelow(open, line)) continue;
      this.#open.delete(open);
      if (open === line) this.#closed.add(open);
    }
  }

  override dispose(): void {
    this.#watch.dispose();
    super.dispose();
  }

  protected concerned(): readonly TreeNode[] {
    // What runs do to documents is told by the library.
    return [];
  }

  #opened(line: LibraryLine): void {
    this.#open.add(line);
    this.#closed.delete(line);
  }

  #collection(parent: TreeNode, key: string): TreeNode {
    const { session } = parent;
    const own = () => collectionsOf(session.library.status).find((one) => one.key === key);
    const id = `${parent.id}:${key}`;
    const onOpened = (line: LibraryLine) => this.#opened(line);
    return this.node<TreeNode>(id, () => {
      if (key === runsKey) return new RunCollectionNode(id, parent, own, onOpened);
      return new ListingNode(id, {
        session,
        parent,
        folder: '',
        onOpened,
        look: () => {
          const { label = key, hint = '', icon = 'file', files = 0 } = own() ?? {};
          return { label, hint, icon: new vscode.ThemeIcon(icon), files };
        },
        kinds: () => own()?.kinds ?? [],
        below: (listing, name) => this.#folder(listing, name),
      });
    });
  }

  #folder(parent: ListingNode, name: string): TreeNode {
    const { session } = parent;
    const folder = parent.folder === '' ? name : `${parent.folder}/${name}`;
    const id = `${parent.id}/${name}/`;
    return this.node(id, () => {
      return new ListingNode(id, {
        session,
        parent,
        folder,
        onOpened: (line) => this.#opened(line),
        look: () => ({
          label: name,
          icon: vscode.ThemeIcon.Folder,
          resource: vscode.Uri.joinPath(session.folder.uri, folder),
          files: parent.filesIn(name),
        }),
        kinds: () => parent.kinds(),
        below: (listing, deeper) => this.#folder(listing, deeper),
      });
    });
  }

  /** Draws what is another one than it was; all of it where nothing was known. */
  async #renew(session: FolderSession): Promise<void> {
    const { status } = session.library;
    if (!this.#isSeen || status === null) return;
    const top = this.#top.get(session);
    if (!top || status.off !== null) {
      this.redrawLines(session, 'all');
      return;
    }
    const own = (line: TreeNode) => line.session === session;
    const closed = [...this.#closed].filter(own);
    for (const line of closed) this.#closed.delete(line);
    const open = [...new Set([...top, ...[...this.#open].filter(own)])];
    const changed = await Promise.all(open.map((line) => hasChanged(line)));
    this.redrawLines(session, [...closed, ...open.filter((_, place) => changed[place])]);
  }
}

/** Of a line that cannot be looked at, such as when the engine has just left, the next change tells. */
async function hasChanged(line: LibraryLine): Promise<boolean> {
  try {
    return line.session.state === 'connected' && (await line.renew());
  } catch {
    return false;
  }
}

function isBelow(line: TreeNode, above: TreeNode): boolean {
  for (let parent = line.parent; parent !== null; parent = parent.parent) if (parent === above) return true;
  return false;
}
