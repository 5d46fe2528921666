import * as vscode from 'vscode';
import { UserError } from '../../../common/errors.ts';
import type { DodecaHost } from '../../dodeca-host.ts';
import { ExecutionLog } from '../../logs/execution-log.ts';
import { logDocuments } from '../../logs/log-documents.ts';
import { logEditors } from '../../logs/log-editors.ts';
import { logUri } from '../../logs/log-uri.ts';
import { tellingLine } from './hit-text.ts';
import { fileOf, type Place } from './place.ts';

/** How a place is shown. */
export interface ShowOptions {
  readonly viewColumn: vscode.ViewColumn;
  /** In the tab that the next one replaces. */
  readonly preview: boolean;
  readonly preserveFocus: boolean;
}

/** Where the logs of executions lie: `.dodeca/logs/RUN/EXECUTION.log`. */
const logPath = /^\.dodeca\/logs\/([^/]+)\/([^/]+)\.log$/;

/**
 * Shows a place in an editor: a line of a text, a cell of a notebook, a line of a log. Answers with the editor of a
 * text. Error: `gone` where the file is not there any more.
 */
export async function showPlace(
  host: DodecaHost,
  place: Place,
  options: ShowOptions,
): Promise<vscode.TextEditor | null> {
  const log = await showLogPlace(host, place, options);
  if (log) return log;
  const file = fileOf(place);
  try {
    if (place.cell !== null && (await showCell(file, place, place.cell, options))) return null;
    return await showLine(await vscode.workspace.openTextDocument(file), place, options);
  } catch (error) {
    if (!(await exists(file)))
      throw new UserError('gone', vscode.l10n.t('{0} is not there any more.', place.path), { cause: error });
    // No text, or a text that is too long for extensions: VS Code knows what to show.
    await vscode.commands.executeCommand('vscode.open', file, { ...options, selection: lineRange(place) });
    return null;
  }
}

/** Where in a document a piece of an excerpt stands; null where the document has other lines by now. */
export function marksIn(document: vscode.TextDocument, { excerpt }: Place): vscode.Range[] {
  return excerpt.flatMap(({ line, text, marks }) => {
    if (line > document.lineCount) return [];
    const begin = document.lineAt(line - 1).text.indexOf(text);
    return begin === -1
      ? []
      : marks.map(([start, end]) => new vscode.Range(line - 1, begin + start, line - 1, begin + end));
  });
}

async function showLine(
  document: vscode.TextDocument,
  place: Place,
  options: ShowOptions,
): Promise<vscode.TextEditor> {
  const line = Math.min(place.line, document.lineCount) - 1;
  const mark = marksIn(document, place).find(({ start }) => start.line === line);
  const at = mark?.start ?? new vscode.Position(line, document.lineAt(line).firstNonWhitespaceCharacterIndex);
  return await vscode.window.showTextDocument(document, { ...options, selection: new vscode.Range(at, at) });
}

function lineRange({ line }: Place): vscode.Range {
  return new vscode.Range(line - 1, 0, line - 1, 0);
}

/** Whether it could be shown: a notebook may be a text to somebody, or to a window without an editor for it. */
async function showCell(
  file: vscode.Uri,
  place: Place,
  cell: number,
  options: ShowOptions,
): Promise<boolean> {
  let notebook: vscode.NotebookDocument;
  try {
    notebook = await vscode.workspace.openNotebookDocument(file);
  } catch {
    return false;
  }
  // Short cells that follow each other are one passage, which begins with this cell.
  const telling = tellingLine(place.excerpt)?.text ?? '';
  const shown = notebook.getCells().find(({ index, document }) => {
    return index >= cell - 1 && document.getText().includes(telling);
  });
  const index = shown?.index ?? Math.max(0, Math.min(cell, notebook.cellCount) - 1);
  const range = new vscode.NotebookRange(index, index + 1);
  const editor = await vscode.window.showNotebookDocument(notebook, { ...options, selections: [range] });
  editor.revealRange(range, vscode.NotebookEditorRevealType.InCenterIfOutsideViewport);
  return true;
}

/** The log as a document, where it is one whose lines are those of its file; null where it is not. */
async function showLogPlace(
  host: DodecaHost,
  place: Place,
  options: ShowOptions,
): Promise<vscode.TextEditor | null> {
  const [, runId, executionId] = logPath.exec(place.path) ?? [];
  if (runId === undefined || executionId === undefined) return null;
  const execution = await executionOf(place, runId, executionId);
  if (!execution) return null;
  const uri = logUri({ folder: place.session.uri, runId, execution });
  const opened = await vscode.workspace.openTextDocument(uri);
  const log = logDocuments(host).of(uri);
  if (!(log instanceof ExecutionLog) || log.ends.before > 0 || opened.lineCount < place.line) return null;
  const document = await vscode.languages.setTextDocumentLanguage(opened, 'dodeca-log');
  const editor = await showLine(document, place, options);
  // It begins at its end, for those who want to see how it goes on.
  logEditors(host).keepEnd(uri, false);
  editor.revealRange(lineRange(place), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  return editor;
}

async function executionOf(
  { session, execution }: Place,
  runId: string,
  executionId: string,
): Promise<{ readonly stage: string; readonly agent: string } | null> {
  if (execution?.runId === runId) return { stage: execution.stage, agent: execution.agent };
  try {
    const { executions } = await session.call('run/show', { run: runId });
    return executions.find((one) => one.executionId === executionId) ?? null;
  } catch {
    // Of a run that is not in the journal any more the file is all that there is.
    return null;
  }
}

async function exists(file: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(file);
    return true;
  } catch {
    return false;
  }
}
