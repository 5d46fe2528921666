import { parameterSchema } from '../pipeline/pipeline-schema.ts';
import { flowText, notesOf } from '../pipeline/schema-notes.ts';
import { childSchema } from '../pipeline/schema-shape.ts';
import type { YamlPath } from '../pipeline/yaml-node.ts';
import { type Completion, completionAt } from './completion.ts';
import type { CursorContext } from './cursor-context.ts';
import { describeSchema } from './describe-schema.ts';
import { builtinNames, inherited } from './known-names.ts';
import { meaningOf } from './place-meaning.ts';
import { keysOf, kindOf, type Schema, wordsOf } from './schema-at.ts';
import { choice, hole } from './snippet-text.ts';
import { writtenName } from './written-name.ts';

/** The keys that a mapping does not have yet. */
export function completeKeys(context: CursorContext, schema: Schema): readonly Completion[] {
  if (kindOf(schema) === 'names') return completeNewNames(context, schema);
  return Object.entries(keysOf(schema))
    .filter(([key]) => !context.keys.has(key))
    .map(([key, value]) => {
      const tail = keyTail(context, [...context.path, key], value);
      return completionAt(context, {
        label: key,
        kind: 'key',
        detail: notesOf(value).expects.replaceAll('`', ''),
        documentation: describeSchema(value),
        insert: hasColon(context) ? key : `${key}:${tail.text}`,
        isSnippet: !hasColon(context),
        again: tail.again,
      });
    });
}

/** A key in quotes has its colon to come behind them. */
function hasColon({ quote }: CursorContext): boolean {
  return quote !== null;
}

interface KeyTail {
  /** What stands behind the colon, as a snippet. */
  readonly text: string;
  readonly again: boolean;
}

function keyTail(context: CursorContext, path: YamlPath, schema: Schema): KeyTail {
  const { flow } = context;
  const words = wordsOf(schema);
  if (meaningOf(path) !== null) return { text: ' $0', again: true };
  switch (kindOf(schema)) {
    case 'map':
    case 'names':
      return flow ? { text: ' { $0 }', again: true } : { text: newLine(context), again: true };
    case 'list': {
      const element = childSchema(schema, 0);
      if (element && kindOf(element) === 'map' && !flow)
        return { text: `${newLine(context).slice(0, -2)}- $0`, again: true };
      return { text: ' [$0]', again: true };
    }
    case 'flag':
    case 'choice':
      return { text: ` ${choice(1, words)}`, again: false };
    default:
      return { text: placeholder(schema), again: words.length > 0 };
  }
}

/** An example of a value, to be written over; texts for people have none that would do. */
function placeholder(schema: Schema): string {
  const { example, expects } = notesOf(schema);
  if (example === undefined || expects === 'a text') return ' $0';
  return ` ${hole(1, flowText(example))}`;
}

/** The next line, two columns further in than the key; an editor adds the indentation of the line itself. */
function newLine({ column, indent }: CursorContext): string {
  return `\n${' '.repeat(column - indent + 2)}$0`;
}

/** Where names are free: those that would replace something, and a beginning for a new one. */
function completeNewNames(context: CursorContext, schema: Schema): readonly Completion[] {
  const [block] = context.path;
  if (context.path.length !== 1 || context.quote !== null) {
    return context.path[2] === 'params' && context.path.length === 3 ? newParameter(context, schema) : [];
  }
  const line = `\n${' '.repeat(context.column - context.indent + 2)}`;
  const begin = (label: string, lines: readonly string[]): Completion =>
    completionAt(context, {
      label,
      kind: 'snippet',
      documentation: describeSchema(schema),
      insert: context.flow
        ? `${hole(1, 'name')}: { $0 }`
        : `${hole(1, 'name')}:${lines.map((text) => line + text).join('')}`,
      isSnippet: true,
    });
  const { clusters, phases } = inherited();
  const known = { clusters, phases }[String(block)] ?? [];
  const replacing = known
    .filter(({ id }) => !context.keys.has(id))
    .map(({ id, name }) => {
      const key = writtenName(id, block === 'phases' ? '"' : '');
      const rest = block === 'clusters' ? 'agents: [$0]' : 'pipeline: $0';
      return completionAt(context, {
        label: id,
        kind: block === 'clusters' ? 'cluster' : 'phase',
        detail: name,
        insert: context.flow ? `${key}: { ${rest} }` : `${key}:${line}${rest}`,
        isSnippet: true,
        again: true,
      });
    });
  if (block === 'agents') {
    return [
      begin('new agent with a script', [`file: ${hole(2, 'agents/name.py')}`]),
      begin('new agent with a command', [`run: ${hole(2, 'make')}`]),
      begin('new agent that uses a built-in one', [`uses: builtin:${choice(2, [...builtinNames().agent])}`]),
    ];
  }
  if (block === 'pipelines') {
    return [begin('new pipeline', ['stages:', `  - name: ${hole(2, 'first')}`, '    agents: [$0]'])];
  }
  return block === 'clusters' ? [...replacing, begin('new cluster', ['agents: [$0]'])] : replacing;
}

function newParameter(context: CursorContext, schema: Schema): readonly Completion[] {
  const type = parameterSchema.shape.type;
  return [
    completionAt(context, {
      label: 'new parameter',
      kind: 'snippet',
      documentation: describeSchema(schema),
      insert: `${hole(1, 'name')}: { type: ${choice(2, wordsOf(type))}, default: $3 }`,
      isSnippet: true,
    }),
  ];
}
