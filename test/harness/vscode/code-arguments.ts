import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a desktop `code` was asked for, as far as it matters to a run of tests. */
export interface CodeArguments {
  /** A folder or a `.code-workspace` file. */
  readonly workspace?: string;
  readonly extensionDevelopmentPaths: readonly string[];
  readonly extensionTestsPath?: string;
  readonly userDataDir?: string;
  readonly extensionsDir?: string;
  readonly disableExtensions: boolean;
  readonly disableTrust: boolean;
  /** Switches that mean nothing here, such as those of Electron. */
  readonly ignored: readonly string[];
}

/** Options of the desktop that take a value, which may be the next word. */
const valued: ReadonlySet<string> = new Set([
  'crash-reporter-directory',
  'disable-extension',
  'enable-proposed-api',
  'extensionDevelopmentPath',
  'extensionTestsPath',
  'extensions-dir',
  'file-uri',
  'folder-uri',
  'inspect-brk-extensions',
  'inspect-extensions',
  'locale',
  'log',
  'logsPath',
  'profile',
  'remote-debugging-port',
  'user-data-dir',
]);

/** Reads the arguments of a desktop `code`, of which test runners pass these. */
export function parseCodeArguments(words: readonly string[]): CodeArguments {
  const values = new Map<string, string[]>();
  const ignored: string[] = [];
  const paths: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const option = /^--([\w-]+)(?:=([\s\S]*))?$/.exec(word);
    if (option === null) {
      (word.startsWith('-') ? ignored : paths).push(word);
      continue;
    }
    const [, name = '', inline] = option;
    const next = words[at + 1];
    const takesNext =
      inline === undefined && valued.has(name) && next !== undefined && !next.startsWith('--');
    if (takesNext) at += 1;
    values.set(name, [...(values.get(name) ?? []), inline ?? (takesNext ? next : '')]);
    if (!known.has(name)) ignored.push(word);
  }
  const last = (name: string): string | undefined => values.get(name)?.at(-1);
  const workspace = last('folder-uri') ?? last('file-uri') ?? paths.at(-1);
  const testsPath = last('extensionTestsPath');
  const userDataDir = last('user-data-dir');
  const extensionsDir = last('extensions-dir');
  return {
    ...(workspace !== undefined && { workspace: local(workspace) }),
    extensionDevelopmentPaths: (values.get('extensionDevelopmentPath') ?? []).map(local),
    ...(testsPath !== undefined && { extensionTestsPath: local(testsPath) }),
    ...(userDataDir !== undefined && { userDataDir: resolve(userDataDir) }),
    ...(extensionsDir !== undefined && { extensionsDir: resolve(extensionsDir) }),
    disableExtensions: values.has('disable-extensions'),
    disableTrust: values.has('disable-workspace-trust'),
    ignored,
  };
}

const known: ReadonlySet<string> = new Set([
  'disable-extensions',
  'disable-workspace-trust',
  'extensionDevelopmentPath',
  'extensionTestsPath',
  'extensions-dir',
  'file-uri',
  'folder-uri',
  'user-data-dir',
]);

function local(path: string): string {
  return path.startsWith('file:') ? fileURLToPath(path) : resolve(path);
}
