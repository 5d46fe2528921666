import type * as vscode from 'vscode';
import type { FolderSession } from '../folders/folder-session.ts';

/** What a command acts on: given by a tree item, a CodeLens, a key binding or another extension. */
export interface Target {
  /** The uri of a workspace folder. */
  readonly folder: string;
  readonly pipeline?: string | undefined;
  readonly cluster?: string | undefined;
  readonly runId?: string | undefined;
  readonly stage?: string | undefined;
  readonly agent?: string | undefined;
  /** A document: relative to the folder, with `/`. */
  readonly path?: string | undefined;
}

/** One line of a tree. It is made once and reads what it shows when it is drawn. */
export interface TreeNode {
  /** Stable: expansion and selection go by it. */
  readonly id: string;
  readonly session: FolderSession;
  readonly parent: TreeNode | null;
  readonly target: Target;
  /** Lines that VS Code draws when it draws this one: its own, and those below that are open. One where it is absent. */
  readonly weight?: number;
  /** Whether its line is as it was drawn last; of lines with others below them, which would be drawn as well. */
  looksSame?(): boolean;
  item(): vscode.TreeItem;
  /** What a hover tells more; asked for when somebody hovers. */
  tooltip?(): vscode.MarkdownString | string;
  /** Absent where there can be none. */
  children?(): TreeNode[] | Promise<TreeNode[]>;
}

/** What a command was given: a node of a tree, or the target itself. */
export function targetOf(given: unknown): Target | null {
  if (given === null || typeof given !== 'object') return null;
  if ('target' in given) return targetOf(given.target);
  return 'folder' in given && typeof given.folder === 'string' ? (given as Target) : null;
}
