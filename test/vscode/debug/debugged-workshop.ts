import assert from 'node:assert/strict';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { RunReport } from '../../../src/model/report.ts';
import type { FolderSession } from '../../../src/vscode/folders/folder-session.ts';
import { until } from '../../harness/vscode/until.ts';
import { theFolder } from '../dodeca.ts';
import type { DebugTrace } from './debug-trace.ts';
import { lineOf } from './workshop.ts';

/** The workspace of `workshop.ts`, and what is debugged in it. */
export class DebuggedWorkshop {
  readonly session: FolderSession;

  private constructor(session: FolderSession) {
    this.session = session;
  }

  static async open(): Promise<DebuggedWorkshop> {
    return new DebuggedWorkshop(await theFolder());
  }

  path(name: string): string {
    return join(this.session.folder.uri.fsPath, name);
  }

  /** Shows a file in the editor, with the cursor at the line that holds a text. */
  async show(file: string, text?: string): Promise<vscode.TextEditor> {
    const document = await vscode.workspace.openTextDocument(this.path(file));
    const editor = await vscode.window.showTextDocument(document);
    if (text !== undefined) {
      const position = document.positionAt(document.getText().indexOf(text));
      editor.selection = new vscode.Selection(position, position);
    }
    return editor;
  }

  /** Sets a breakpoint at the line of a file that holds a text, as a click in the gutter does. */
  breakAt(file: string, text: string, condition?: string): vscode.SourceBreakpoint {
    const place = new vscode.Position(lineOf(file, text) - 1, 0);
    const location = new vscode.Location(vscode.Uri.file(this.path(file)), place);
    const breakpoint = new vscode.SourceBreakpoint(location, true, condition);
    vscode.debug.addBreakpoints([breakpoint]);
    return breakpoint;
  }

  /** Starts to debug, as F5 does with a configuration. */
  async debug(configuration: Readonly<Record<string, unknown>>): Promise<void> {
    const whole = { type: 'dodeca', name: 'test', request: 'launch', ...configuration };
    assert.ok(await vscode.debug.startDebugging(this.session.folder, whole), 'a session begins');
  }

  /** The run that goes on. */
  async active(): Promise<string> {
    const run = await until('a run goes on', async () => this.session.view.active()[0]);
    return run.summary.runId;
  }

  /** The newest run, once it has ended. */
  async ended(): Promise<RunReport> {
    await until('every run ends', async () => this.session.view.active().length === 0);
    const [newest] = [...this.session.view.runs.keys()];
    assert.ok(newest, 'there is a run');
    return await this.session.call('run/show', { run: newest });
  }

  async log(runId: string, agent: string): Promise<string> {
    const piece = await this.session.call('run/log', { run: runId, agent, offset: 0, limit: 65_536 });
    return piece.text;
  }

  letGo(): void {
    writeFileSync(this.path('go'), '');
  }

  /** Ends what goes on, and takes away what a test leaves behind. */
  async tidy(trace: DebugTrace): Promise<void> {
    vscode.debug.removeBreakpoints([...vscode.debug.breakpoints]);
    await vscode.debug.stopDebugging();
    for (const { summary } of this.session.view.active()) {
      await this.session
        .call('run/cancel', { run: summary.runId, kill: true, reason: 'the test is over' })
        // It may have ended by itself at this moment.
        .catch(() => undefined);
    }
    await until('every run ends', async () => this.session.view.active().length === 0);
    // Not by `activeDebugSession`: VS Code goes on naming one that has ended where its children ended with it.
    if (trace.sessions.length > 0) await trace.end();
    if (existsSync(this.path('go'))) rmSync(this.path('go'));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  }
}
