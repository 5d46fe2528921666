import { posix } from 'node:path';
import type { Analysis } from '../pipeline/analyze-definition.ts';
import { isAbsolutePath, leavesWorkspace, normalFolder } from '../pipeline/workspace-path.ts';
import { nodeAt, textOf } from '../pipeline/yaml-node.ts';
import { inserted } from './complete-names.ts';
import { type Completion, type CompletionWorld, completionAt } from './completion.ts';
import type { CursorContext } from './cursor-context.ts';

/** Files and folders that a path at the cursor can go on with. */
export async function completeFiles(
  context: CursorContext,
  meaning: 'file' | 'folder' | 'pattern',
  { yaml }: Analysis,
  world: CompletionWorld,
): Promise<readonly Completion[]> {
  const { word, path, span } = context;
  if (isAbsolutePath(word)) return [];
  const written = word.startsWith('!') ? word.slice(1) : word;
  const parent = written.slice(0, written.lastIndexOf('/') + 1);
  const cwd = textOf(nodeAt(yaml.partial ?? undefined, ['agents', path[1] ?? '', 'cwd']));
  // Scripts lie where the agent starts, patterns below the workspace.
  const base = meaning === 'file' && cwd ? (normalFolder(cwd) ?? '') : '';
  const folder = posix.join(base, parent);
  if (leavesWorkspace(folder)) return [];
  const entries = await world.listFolder(folder === './' || folder === '.' ? '' : folder.replace(/\/$/, ''));
  const start =
    span.end - (word.length - word.lastIndexOf('/') - 1) + (parent === '' && word.startsWith('!') ? 1 : 0);
  const place = { span: { start, end: span.end }, whole: { start, end: context.whole.end } };
  return entries
    .filter(({ name, isFolder }) => (meaning !== 'folder' || isFolder) && !hidden.has(name))
    .map(({ name, isFolder }) => {
      const label = isFolder ? `${name}/` : name;
      // Within a path that has begun, quotes would stand in its middle.
      const isWhole = parent === '' && !word.startsWith('!') && !isFolder;
      return completionAt(place, {
        label,
        kind: isFolder ? 'folder' : 'file',
        insert: isWhole ? inserted(label, context) : label,
        again: isFolder,
      });
    });
}

/** What no agent reads or runs. */
const hidden: ReadonlySet<string> = new Set(['.git', '.dodeca', 'node_modules', '__pycache__']);
