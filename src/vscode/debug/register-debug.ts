import * as vscode from 'vscode';
import type { DodecaHost } from '../dodeca-host.ts';
import { debugType } from './debug-type.ts';

/** Makes pipelines something that can be debugged. All that knows how is loaded when somebody does it. */
export function registerDebug(host: DodecaHost): void {
  const offered = async (folder: vscode.WorkspaceFolder | undefined) =>
    (await import('./offered-configurations.ts')).offeredConfigurations(host, folder);
  host.own(
    vscode.debug.registerDebugConfigurationProvider(debugType, {
      provideDebugConfigurations: async (folder) => (await offered(folder)).initial,
      resolveDebugConfiguration: async (folder, configuration, cancel) => {
        const { resolveConfiguration } = await import('./resolve-configuration.ts');
        return await resolveConfiguration(host, folder, configuration, cancel);
      },
    }),
  );
  host.own(
    vscode.debug.registerDebugConfigurationProvider(
      debugType,
      { provideDebugConfigurations: async (folder) => (await offered(folder)).every },
      vscode.DebugConfigurationProviderTriggerKind.Dynamic,
    ),
  );
  host.own(
    vscode.debug.registerDebugAdapterDescriptorFactory(debugType, {
      createDebugAdapterDescriptor: async (session) =>
        (await import('./open-debug-adapter.ts')).openDebugAdapter(host, session),
    }),
  );
}
