import * as vscode from 'vscode';
import { connect } from '../../client/connect.ts';
import { createDebugSession } from '../../debug/create-debug-session.ts';
import { createPythonRelay, isForPythonRelay } from '../../debug/python-relay.ts';
import type { DodecaHost } from '../dodeca-host.ts';
import { secretsOf } from '../runs/secrets.ts';
import { optionsOf } from '../runs/start-run.ts';
import { refuseUntrusted } from './refuse-untrusted.ts';

/** What speaks with VS Code in one debug session, inside this window. Errors: `untrusted`. */
export function openDebugAdapter(
  host: DodecaHost,
  { configuration, workspaceFolder }: vscode.DebugSession,
): vscode.DebugAdapterDescriptor {
  refuseUntrusted();
  if (isForPythonRelay(configuration))
    return new vscode.DebugAdapterInlineImplementation(createPythonRelay());
  const folder = workspaceFolder && host.folders.of(workspaceFolder.uri);
  return new vscode.DebugAdapterInlineImplementation(
    createDebugSession({
      by: `${vscode.env.appName} (process ${process.pid})`,
      // A connection of its own: when it is lost, this debugger is.
      connect: async (workspace) => {
        await folder?.engine();
        return await connect(workspace, { client: 'debug', start: true, linger: true });
      },
      launchExtras: async () => {
        const missingInterpreter = folder ? optionsOf(folder).missingInterpreter : 'fail';
        return { secrets: folder ? await secretsOf(host, folder) : {}, missingInterpreter };
      },
      onTrouble: (message) => host.log.warn(message),
    }),
  );
}
