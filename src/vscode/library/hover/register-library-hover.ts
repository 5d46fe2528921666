import * as vscode from 'vscode';
import type { DodecaHost } from '../../dodeca-host.ts';
import type { LibraryHovers } from './library-hovers.ts';

/** Where names are that the library knows, and that nothing else explains across files and notebooks. */
const selector: vscode.DocumentSelector = [
  'python',
  'typescript',
  'typescriptreact',
  'javascript',
  'javascriptreact',
  'markdown',
].flatMap((language) => [
  { scheme: 'file', language },
  { scheme: 'vscode-notebook-cell', language },
]);

/** Tells what the library knows of names. What knows it is loaded with the first pointer that rests on something. */
export function registerLibraryHover(host: DodecaHost): void {
  let loading: Promise<LibraryHovers> | undefined;
  const hovers = (): Promise<LibraryHovers> => {
    loading ??= import('./library-hovers.ts').then((room) => new room.LibraryHovers(host));
    return loading;
  };
  host.own(
    vscode.languages.registerHoverProvider(selector, {
      provideHover: async (document, position, cancel) =>
        (await hovers()).provide(document, position, cancel),
    }),
  );
}
