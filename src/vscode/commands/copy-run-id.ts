import * as vscode from 'vscode';
import type { DodecaHost } from '../dodeca-host.ts';
import { chooseRun } from './choose.ts';

/** Puts the id of a run on the clipboard, for the command line. */
export async function copyRunId(host: DodecaHost, given?: unknown): Promise<void> {
  const chosen = await chooseRun(host, given, 'any');
  if (chosen) await vscode.env.clipboard.writeText(chosen.runId);
}
