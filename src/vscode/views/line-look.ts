import type * as vscode from 'vscode';

/** Remembers how a line was drawn, to tell whether it has to be drawn again. */
export class LineLook {
  #drawn = '';

  /** Notes how a line is drawn; answers with it. */
  note(item: vscode.TreeItem): vscode.TreeItem {
    this.#drawn = lookOf(item);
    return item;
  }

  isSame(item: vscode.TreeItem): boolean {
    return this.#drawn === lookOf(item);
  }
}

function lookOf(item: vscode.TreeItem): string {
  const icon =
    item.iconPath !== undefined && 'id' in Object(item.iconPath)
      ? (item.iconPath as vscode.ThemeIcon).id
      : '';
  return JSON.stringify([item.label, item.description, icon, item.contextValue, item.collapsibleState]);
}
