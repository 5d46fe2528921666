import { readText } from '../read-text.ts';

/** Where a definition may be, as the engine looks for it. */
const definitionFiles = ['dodeca.yaml', 'orchestrator_config.yaml'];

/**
 * Where a command is written: the line of the definition that holds its first line, the definition without a line
 * where it is written otherwise there, and the workspace where there is no definition.
 */
export function commandPlace(workspace: string, run: string): { path: string; line?: number } {
  const wanted = run.trim().split(/\r\n|\n|\r/, 1)[0] ?? '';
  for (const path of definitionFiles) {
    const text = readText(workspace, path);
    if (text === null) continue;
    const at = text.split(/\r\n|\n|\r/).findIndex((line) => line.includes(wanted) && !/^\s*#/.test(line));
    return at === -1 ? { path } : { path, line: at + 1 };
  }
  return { path: '.' };
}
