import * as z from 'zod';
import { readText } from '../read-text.ts';
import { workspaceFiles } from '../workspace-files.ts';
import { splitCommand } from './split-command.ts';

/** A command that could be profiled. */
export interface Suggestion {
  readonly command: string;
  /** Where it was found. */
  readonly because: string;
}

const packageSchema = z.object({ scripts: z.record(z.string(), z.unknown()) });
const benchmarkScript = /(^|[:_-])(bench|benchmarks?|perf)($|[:_-])/i;
/** Files that are benchmarks by their name, for a program that runs them as they are. */
const benchmarkFile =
  /(^|\/)((bench|benchmark|perf)([_.-][^/]*)?|[^/]*[_.-](bench|benchmark))\.(py|js|mjs|cjs|ts|mts)$/i;
/** What needs its own program to run, or is none. */
const noProgram = /\.(test|spec|d|config|conf)\.[^/]*$/i;
const most = 8;

/** What of a workspace is made to be measured, found by names alone: nothing is run. */
export function suggestCommands(workspace: string): readonly Suggestion[] {
  const choice = { include: ['**/*'], exclude: [], max_file_size: 5 * 1024 * 1024 };
  const { files } = workspaceFiles(
    workspace,
    choice,
    (path) => path === 'package.json' || path.endsWith('__main__.py') || benchmarkFile.test(path),
  );
  const paths = files.map(({ path }) => path).sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
  const found = [
    ...(paths.includes('package.json') ? packageScripts(readText(workspace, 'package.json') ?? '') : []),
    ...paths.filter((path) => benchmarkFile.test(path) && !noProgram.test(path)).map(fileCommand),
    ...paths.filter((path) => /(^|\/)__main__\.py$/.test(path)).flatMap(moduleCommand),
  ];
  const known = new Set<string>();
  return found.filter(({ command }) => !known.has(command) && known.add(command)).slice(0, most);
}

/** Scripts of a package.json that measure; where one is a plain call of Node it is suggested itself, since that can be profiled. */
export function packageScripts(text: string): Suggestion[] {
  let read: z.infer<typeof packageSchema>;
  try {
    read = packageSchema.parse(JSON.parse(text));
  } catch {
    return []; // Others tell that it is broken.
  }
  return Object.entries(read.scripts).flatMap(([name, script]): Suggestion[] => {
    if (!benchmarkScript.test(name) || typeof script !== 'string') return [];
    const because = `script ${name} of package.json`;
    const command = splitCommand(script, false);
    const isDirect = command.kind === 'program' && /^(node|python3?)$/.test(command.words[0]);
    return [{ command: isDirect ? script : `npm run ${name}`, because }];
  });
}

function fileCommand(path: string): Suggestion {
  return { command: `${path.endsWith('.py') ? 'python' : 'node'} ${quoted(path)}`, because: 'its name' };
}

function moduleCommand(path: string): Suggestion[] {
  const folders = path.split('/').slice(0, -1);
  if (folders.length === 0 || folders.some((folder) => !/^[A-Za-z_]\w*$/.test(folder))) return [];
  if (folders.some((folder) => /^(tests?|docs?|examples?|fixtures?)$/i.test(folder))) return [];
  return [{ command: `python -m ${folders.join('.')}`, because: path }];
}

function quoted(path: string): string {
  return /^[\w./@+-]+$/.test(path) ? path : JSON.stringify(path);
}

function depth(path: string): number {
  return path.split('/').length;
}
