import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { RunReport } from '../../../src/model/report.ts';
import type { FolderSession } from '../../../src/vscode/folders/folder-session.ts';
import { until } from '../../harness/vscode/until.ts';
import { theFolder } from '../dodeca.ts';

/** The workspace of `deeds.ts`, and what is done in it. */
export class DeedWorkspace {
  readonly session: FolderSession;

  private constructor(session: FolderSession) {
    this.session = session;
  }

  static async open(): Promise<DeedWorkspace> {
    return new DeedWorkspace(await theFolder());
  }

  get folder(): string {
    return this.session.uri;
  }

  path(name: string): string {
    return join(this.session.folder.uri.fsPath, name);
  }

  touch(name: string): void {
    writeFileSync(this.path(name), '');
  }

  /** Lets everything end that goes on, and takes away what tests leave behind. */
  async tidy(): Promise<void> {
    this.touch('go');
    await until('every run ends', async () => this.session.view.active().length === 0);
    for (const name of ['go', 'whole']) rmSync(this.path(name), { force: true });
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  }

  /** Runs a pipeline by the command; answers with the id of the run. */
  async start(pipeline: string): Promise<string> {
    const given = { folder: this.folder, pipeline, params: {} };
    const runId = await vscode.commands.executeCommand<string>('dodeca.runPipeline', given);
    assert.match(runId, /^[0-9A-Z]{26}$/);
    return runId;
  }

  /** A run as the engine has it, once it is as it should be. */
  async runThat(what: string, runId: string, is: (run: RunReport) => boolean): Promise<RunReport> {
    return await until(`the run ${what}`, async () => {
      const run = await this.session.call('run/show', { run: runId });
      return is(run) && run;
    });
  }

  /** Runs a pipeline to its end. */
  async run(pipeline: string): Promise<RunReport> {
    const runId = await this.start(pipeline);
    return await this.ended(runId);
  }

  async ended(runId: string): Promise<RunReport> {
    return await this.runThat('ends', runId, ({ finishedAt }) => finishedAt !== null);
  }

  /** The log of an execution. */
  async log(runId: string, agent: string): Promise<string> {
    const piece = await this.session.call('run/log', { run: runId, agent, offset: 0, limit: 65_536 });
    return piece.text;
  }
}

/** The editor that is active. */
export function activeEditor(): vscode.TextEditor {
  const { activeTextEditor } = vscode.window;
  assert.ok(activeTextEditor, 'an editor is active');
  return activeTextEditor;
}

/** The lines of the report that is shown, without times, durations and ids. */
export function reportLines(): string[] {
  const { document } = activeEditor();
  assert.equal(document.uri.scheme, 'dodeca-report');
  return document
    .getText()
    .trimEnd()
    .split('\n')
    .map((line) =>
      line
        .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}/g, 'TIME')
        .replace(/\b[0-9A-Z]{26}\b/g, 'RUN')
        .replace(/\b\d+(\.\d+)? (ms|s)\b/g, 'DURATION')
        .replace(/ \([+−]\d+ %\)/g, '')
        .replace(/ {2,}/g, '  '),
    );
}
