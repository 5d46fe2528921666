import * as vscode from 'vscode';
import { rowText } from './tree-text.ts';

/** A tree as text: a line for each row, two spaces a level, `icon label | description`. Collapsed rows stay closed. */
export async function treeLines<T>(
  tree: vscode.TreeDataProvider<T>,
  options: { readonly open?: 'all' | 'expanded' } = {},
): Promise<string[]> {
  const lines: string[] = [];
  const walk = async (parent: T | undefined, depth: number): Promise<void> => {
    for (const node of (await tree.getChildren(parent)) ?? []) {
      const item = await tree.getTreeItem(node);
      lines.push('  '.repeat(depth) + rowOf(item));
      const state = item.collapsibleState ?? vscode.TreeItemCollapsibleState.None;
      const isOpen =
        options.open === 'all'
          ? state !== vscode.TreeItemCollapsibleState.None
          : state === vscode.TreeItemCollapsibleState.Expanded;
      if (isOpen) await walk(node, depth + 1);
    }
  };
  await walk(undefined, 0);
  return lines;
}

function rowOf(item: vscode.TreeItem): string {
  return rowText({
    icon: item.iconPath instanceof vscode.ThemeIcon ? item.iconPath.id : '',
    label: typeof item.label === 'string' ? item.label : (item.label?.label ?? ''),
    description: typeof item.description === 'string' ? item.description : '',
  });
}
