/** What the workbench shall open. */
export interface WorkbenchContents {
  /** A folder, or a `.code-workspace` file; an empty window without. */
  readonly workspace?: string;
  readonly extensionDevelopmentPaths?: readonly string[];
  readonly extensionTestsPath?: string;
  /** Runs without the extensions that are installed. */
  readonly disableExtensions?: boolean;
}

/** The part of a server that an address needs. */
export interface Serving {
  readonly origin: string;
  readonly authority: string;
  readonly token: string;
}

/** The address of a workbench. The payload says what a desktop is told by arguments. */
export function workbenchAddress(server: Serving, contents: WorkbenchContents): string {
  const remote = (path: string): string => `vscode-remote://${server.authority}${encodeURI(path)}`;
  const development = contents.extensionDevelopmentPaths ?? [];
  const payload: (readonly [string, string])[] = [
    ...development.map((path) => ['extensionDevelopmentPath', remote(path)] as const),
    ...(contents.extensionTestsPath === undefined
      ? []
      : [['extensionTestsPath', remote(contents.extensionTestsPath)] as const]),
    ...(development.length > 0 ? [['enableProposedApi', ''] as const] : []),
    ...(contents.disableExtensions === true ? [['disableExtensions', 'true'] as const] : []),
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
  ];
  const { workspace } = contents;
  const query = new URLSearchParams({ tkn: server.token });
  if (workspace === undefined) query.set('ew', 'true');
  else query.set(workspace.endsWith('.code-workspace') ? 'workspace' : 'folder', workspace);
  query.set('payload', JSON.stringify(payload));
  return `${server.origin}/?${query}`;
}
