import * as vscode from 'vscode';
import type { DodecaHost } from '../dodeca-host.ts';

interface Manifest {
  readonly contributes: {
    readonly configuration: { readonly properties: Readonly<Record<string, unknown>> };
  };
}

/** Every setting of ours as it counts for a folder, or for a window without one. */
export function settingLines({ context }: DodecaHost, folder: vscode.WorkspaceFolder | null): string[] {
  const { contributes } = context.extension.packageJSON as Manifest;
  const settings = vscode.workspace.getConfiguration(undefined, folder);
  return Object.keys(contributes.configuration.properties).map(
    (name) => `${name} = ${JSON.stringify(settings.get(name))}`,
  );
}
