import type { Analysis } from '../pipeline/analyze-definition.ts';
import { defaultOf, notesOf } from '../pipeline/schema-notes.ts';
import { nodeAt, textOf, type YamlPath } from '../pipeline/yaml-node.ts';
import { completeCondition } from './complete-condition.ts';
import { completeFiles } from './complete-files.ts';
import { completeKeys } from './complete-keys.ts';
import { completeNames } from './complete-names.ts';
import { type Completion, type CompletionWorld, completionAt } from './completion.ts';
import { type CursorContext, cursorContext } from './cursor-context.ts';
import { meaningOf } from './place-meaning.ts';
import { keysOf, kindOf, type Schema, schemaAt, wordsOf } from './schema-at.ts';

/**
 * What can be written at an offset of a text. The analysis gives names alone and may be of an earlier state of the
 * text, so that a keystroke costs no analysis.
 */
export async function complete(
  text: string,
  offset: number,
  analysis: Analysis,
  world: CompletionWorld,
): Promise<readonly Completion[]> {
  const context = cursorContext(text, offset);
  if (!context) return [];
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  if (context.span.start < lineStart) {
    // A condition may go on over lines; a name does not, and an editor replaces on one line only.
    if (meaningOf(context.path) !== 'condition') return [];
    return completeCondition(context, analysis).filter(({ span }) => span.start >= lineStart);
  }
  const uses = usesOf(context, analysis);
  const schema = schemaAt(context.path, uses);
  if (!schema) return [];
  if (context.role !== 'value') {
    const kind = kindOf(schema);
    if (kind === 'map' || kind === 'names') return completeKeys(context, schema);
    if (context.role === 'key') return [];
  }
  if (kindOf(schema) === 'list') return await completeList(context, schema, uses, analysis, world);
  const values = await completeValue(context, schema, analysis, world);
  // An item may be a name or a mapping.
  const isMap = context.role === 'either' && Object.keys(keysOf(schema)).length > 0;
  return isMap ? [...values, ...completeKeys(context, schema)] : values;
}

/** The values of a list that has not begun: with its brackets, or in a line of its own with a dash. */
async function completeList(
  context: CursorContext,
  schema: Schema,
  uses: string | undefined,
  analysis: Analysis,
  world: CompletionWorld,
): Promise<readonly Completion[]> {
  const path: YamlPath = [...context.path, 0];
  const element = schemaAt(path, uses);
  if (!element || context.quote !== null) return [];
  const isMap = kindOf(element) === 'map';
  const items = isMap ? [] : await completeValue({ ...context, path }, element, analysis, world);
  const around = (insert: string): string => (context.role === 'value' ? `[${insert}]` : `- ${insert}`);
  const wrapped = items.map((item) => ({ ...item, insert: around(item.insert) }));
  if (context.role === 'value' || !isMap) return wrapped;
  const { example } = notesOf(schema);
  const first = Object.keys(keysOf(element))[0] ?? '';
  return example === undefined
    ? wrapped
    : [
        completionAt(context, {
          label: `- ${first}`,
          kind: 'snippet',
          insert: `- ${first}: $0`,
          isSnippet: true,
        }),
      ];
}

async function completeValue(
  context: CursorContext,
  schema: Schema,
  analysis: Analysis,
  world: CompletionWorld,
): Promise<readonly Completion[]> {
  const meaning = meaningOf(context.path);
  if (meaning === 'condition') return completeCondition(context, analysis);
  if (meaning === 'file' || meaning === 'folder' || meaning === 'pattern') {
    return await completeFiles(context, meaning, analysis, world);
  }
  if (meaning !== null) return completeNames(context, meaning, analysis);
  const usual = defaultOf(schema).value;
  return wordsOf(schema)
    .filter((word) => !context.items.includes(word))
    .map((word) =>
      completionAt(context, { label: word, kind: 'value', detail: word === String(usual) ? 'default' : '' }),
    );
}

/** The built-in agent that the agent at the cursor uses: as written above, else as it was last analysed. */
function usesOf({ path, scalars }: CursorContext, { yaml }: Analysis): string | undefined {
  if (path[0] !== 'agents' || path[1] === undefined) return undefined;
  const written = scalars.find((keys) => keys.has('uses'))?.get('uses');
  return written || textOf(nodeAt(yaml.partial ?? undefined, ['agents', path[1], 'uses']));
}
