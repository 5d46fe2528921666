import * as vscode from 'vscode';

/** What somebody was looking at, to be shown again as it was. */
export class EditorOrigin {
  readonly viewColumn: vscode.ViewColumn;
  readonly #editor: {
    readonly uri: vscode.Uri;
    readonly selections: readonly vscode.Selection[];
    readonly visible: vscode.Range | undefined;
  } | null;
  readonly #active: vscode.Tab | undefined;
  readonly #wasPreview: boolean;
  readonly #tabs: ReadonlySet<string>;

  /** Of this moment. */
  constructor() {
    const { activeTabGroup } = vscode.window.tabGroups;
    const { activeTextEditor: editor } = vscode.window;
    this.viewColumn = activeTabGroup.viewColumn;
    this.#active = activeTabGroup.activeTab;
    this.#wasPreview = this.#active?.isPreview ?? false;
    this.#tabs = new Set(activeTabGroup.tabs.map(keyOf));
    const input = this.#active?.input;
    this.#editor =
      editor && input instanceof vscode.TabInputText && isSame(input.uri, editor.document.uri)
        ? { uri: input.uri, selections: editor.selections, visible: editor.visibleRanges[0] }
        : null;
  }

  /** The file that was looked at: of a text, or of a notebook; undefined where there is none. */
  get file(): vscode.Uri | undefined {
    const input = this.#active?.input;
    const isFile =
      input instanceof vscode.TabInputText ||
      input instanceof vscode.TabInputNotebook ||
      input instanceof vscode.TabInputCustom;
    return isFile ? input.uri : undefined;
  }

  /** Shows it again, and takes away the tab that was made meanwhile to be replaced. */
  async restore(): Promise<void> {
    await this.#showAgain();
    const { tabGroups } = vscode.window;
    const group = tabGroups.all.find(({ viewColumn }) => viewColumn === this.viewColumn);
    const left = group?.tabs.filter((tab) => tab.isPreview && !this.#tabs.has(keyOf(tab))) ?? [];
    if (left.length > 0) await tabGroups.close(left, true);
    this.#restoreView();
  }

  async #showAgain(): Promise<void> {
    const input = this.#active?.input;
    const options = { viewColumn: this.viewColumn, preserveFocus: true, preview: this.#wasPreview };
    if (this.#editor) await vscode.window.showTextDocument(this.#editor.uri, options);
    else if (input instanceof vscode.TabInputNotebook) {
      const notebook = await vscode.workspace.openNotebookDocument(input.uri);
      await vscode.window.showNotebookDocument(notebook, options);
    } else if (input instanceof vscode.TabInputCustom) {
      await vscode.commands.executeCommand('vscode.openWith', input.uri, input.viewType, options);
    } else if (input instanceof vscode.TabInputTextDiff) {
      const label = this.#active?.label;
      await vscode.commands.executeCommand('vscode.diff', input.original, input.modified, label, options);
    }
    // Of all others the tab is still there, and is shown when the one before it is closed.
  }

  #restoreView(): void {
    const before = this.#editor;
    const editor = vscode.window.visibleTextEditors.find(
      ({ document, viewColumn }) =>
        viewColumn === this.viewColumn && before && isSame(document.uri, before.uri),
    );
    if (!before || !editor) return;
    if (!sameSelections(editor.selections, before.selections)) editor.selections = before.selections;
    const { visible } = before;
    if (!visible || editor.visibleRanges[0]?.isEqual(visible)) return;
    // By its middle, since lines that stick to the top would be in the way there.
    const middle = Math.floor((visible.start.line + visible.end.line) / 2);
    const range = new vscode.Range(middle, 0, middle, 0);
    editor.revealRange(range, vscode.TextEditorRevealType.InCenter);
  }
}

function isSame(one: vscode.Uri, other: vscode.Uri): boolean {
  return one.toString() === other.toString();
}

function sameSelections(one: readonly vscode.Selection[], other: readonly vscode.Selection[]): boolean {
  return (
    one.length === other.length &&
    one.every((selection, at) => {
      const { anchor, active } = other[at] ?? {};
      return anchor && active && selection.anchor.isEqual(anchor) && selection.active.isEqual(active);
    })
  );
}

/** What a tab shows: by it a tab is known again. */
function keyOf({ input, label }: vscode.Tab): string {
  if (input instanceof vscode.TabInputText) return `text ${input.uri}`;
  if (input instanceof vscode.TabInputNotebook) return `notebook ${input.uri}`;
  if (input instanceof vscode.TabInputCustom) return `${input.viewType} ${input.uri}`;
  if (input instanceof vscode.TabInputTextDiff) return `diff ${input.original} ${input.modified}`;
  return `other ${label}`;
}
