import * as vscode from 'vscode';
import type { FolderSession } from '../folders/folder-session.ts';
import { debugType } from './debug-type.ts';
import { refuseUntrusted } from './refuse-untrusted.ts';

/** What is to be debugged: a configuration as in `launch.json`, without what is the same for all. */
export interface DebugRequest {
  readonly request: 'launch' | 'attach';
  readonly name: string;
  readonly [argument: string]: unknown;
}

/**
 * Starts to debug in a folder. Answers with whether a session began; what was wrong has been said where none did.
 * Errors: `untrusted`.
 */
export async function startDebugging(session: FolderSession, request: DebugRequest): Promise<boolean> {
  refuseUntrusted();
  const workspace = session.folder.uri.fsPath;
  return await vscode.debug.startDebugging(session.folder, { type: debugType, workspace, ...request });
}
