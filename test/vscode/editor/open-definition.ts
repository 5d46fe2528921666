import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { until } from '../../harness/vscode/until.ts';

/** A definition in an editor, in a folder of its own, with the places that were marked in its text. */
export interface OpenDefinition {
  readonly document: vscode.TextDocument;
  readonly folder: string;
  /** Where `|` stood. */
  readonly marks: readonly vscode.Position[];
  /** The first of them. */
  readonly mark: vscode.Position;
}

let number = 0;

/** Opens a text, in which `|` marks places, as `dodeca.yaml`; it is gone after that. */
export async function withDefinition(
  marked: string,
  look: (open: OpenDefinition) => Promise<void>,
): Promise<void> {
  const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  assert.ok(root);
  number += 1;
  const folder = join(root, `definition-${number}`);
  mkdirSync(folder);
  const pieces = marked.split('|');
  const text = pieces.join('');
  try {
    writeFileSync(join(folder, 'dodeca.yaml'), text);
    // Not by `openTextDocument`, which keeps a document open for minutes after its editor was closed.
    const uri = vscode.Uri.file(join(folder, 'dodeca.yaml'));
    await vscode.commands.executeCommand('vscode.open', uri);
    const document = await until('the definition is shown', async () => {
      const shown = vscode.window.activeTextEditor?.document;
      return shown?.uri.toString() === uri.toString() && shown;
    });
    let offset = 0;
    const marks = pieces.slice(0, -1).map((piece) => {
      offset += piece.length;
      return document.positionAt(offset);
    });
    await look({ document, folder, marks, mark: marks[0] ?? new vscode.Position(0, 0) });
  } finally {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A text stays unsaved while the tests of a suite run: in a browser VS Code saves by itself after a second. */
export function keepUnsaved(): void {
  const set = async (value: 'off' | undefined): Promise<void> =>
    await vscode.workspace
      .getConfiguration('files')
      .update('autoSave', value, vscode.ConfigurationTarget.Global);
  before(async () => await set('off'));
  after(async () => await set(undefined));
}

/** Puts another text in the place of what a document holds, without saving it. */
export async function type(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

/** The problems that Dodeca shows in a document, as `line:column-column severity code`, once they are as they should. */
export async function untilProblems(
  { uri }: { readonly uri: vscode.Uri },
  wanted: readonly string[],
): Promise<readonly vscode.Diagnostic[]> {
  const shown = () => vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'dodeca');
  const words = () => shown().map(wordOf);
  await until(
    'these problems',
    async () => words().join('\n') === wanted.join('\n'),
    async () => words().join('\n'),
    20_000,
  );
  return shown();
}

function wordOf({ range, severity, code }: vscode.Diagnostic): string {
  const { start, end } = range;
  const word = ['error', 'warning', 'info'][severity];
  return `${start.line + 1}:${start.character + 1}-${end.character + 1} ${word} ${String(code)}`;
}
