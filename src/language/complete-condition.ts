import type { Analysis } from '../pipeline/analyze-definition.ts';
import { nodeAt } from '../pipeline/yaml-node.ts';
import { inserted } from './complete-names.ts';
import { type Completion, completionAt } from './completion.ts';
import { functionsOf, memberNames, variableNotes } from './condition-names.ts';
import type { CursorContext } from './cursor-context.ts';

const member = /\b(params|outputs|metrics|inputs|status)\s*(\.\??)\s*([A-Za-z_]\w*)?$/;
const indexed = /\b(params|outputs|metrics|inputs|status)\s*\[\??\s*\\?(["'])([^"'\\]*)$/;
const compared = /\bstatus\s*(?:\.\s*\w+|\[\s*\\?["'][^"']*\\?["']\s*\])\s*[!=]=\s*\\?["']\w*$/;
const endOfWord = /[A-Za-z_]\w*$/;

/** What a condition can go on with: variables, names behind them, functions. */
export function completeCondition(context: CursorContext, analysis: Analysis): readonly Completion[] {
  const { word, span, whole } = context;
  if (compared.test(word)) {
    const begun = /\w*$/.exec(word)?.[0].length ?? 0;
    return ['succeeded', 'failed', 'skipped', 'cancelled'].map((label) => {
      return completionAt(behind(context, begun), { label, kind: 'value' });
    });
  }
  const names = (root: string) => {
    const pipeline = analysis.outline.pipelines.find(({ name }) => name === context.path[1]);
    const node = nodeAt(analysis.yaml.partial ?? undefined, context.path.slice(0, 4));
    return pipeline ? memberNames(root, pipeline, node) : [];
  };
  const access = member.exec(word);
  if (access) {
    const [, root = '', dot = '.', begun = ''] = access;
    return names(root).map(({ name, kind, detail }) => {
      if (/^[A-Za-z_]\w*$/.test(name)) {
        return completionAt(behind(context, begun.length), { label: name, kind, detail });
      }
      // In brackets, and so in place of the dot.
      const from = word.lastIndexOf(dot);
      const place = {
        span: { start: span.start + from, end: span.end },
        whole: { start: span.start + from, end: whole.end },
      };
      const quote = context.quote === '"' ? "'" : '"';
      const insert = `[${dot === '.?' ? '?' : ''}${quote}${name}${quote}]`;
      const written = inserted(insert, { quote: context.quote ?? '"' });
      return completionAt(place, {
        label: name,
        kind,
        detail,
        insert: context.quote ? written : insert,
        filter: `${dot}${name}`,
      });
    });
  }
  const index = indexed.exec(word);
  if (index) {
    const [, root = '', , begun = ''] = index;
    return names(root).map(({ name, kind, detail }) =>
      completionAt(behind(context, begun.length), { label: name, kind, detail }),
    );
  }
  if (isWithinText(word)) return [];
  const begun = endOfWord.exec(word)?.[0].length ?? 0;
  const before = word.slice(0, word.length - begun);
  const place = behind(context, begun);
  if (/\.\??\s*$/.test(before)) {
    return functionsOf(true).map((own) => completionAt(place, { ...own, kind: 'function', isSnippet: true }));
  }
  // Behind a value comes an operator.
  if (/[\w"')\]]\s*$/.test(before) && !/\b(?:in)\s+$/.test(before) && begun === 0 && before.trim() !== '')
    return [];
  const variables = variableNotes().map(({ name, documentation, detail }) => {
    const hasMembers = name !== 'attempt';
    return completionAt(place, {
      label: name,
      kind: 'variable',
      detail,
      documentation,
      insert: hasMembers ? `${name}.` : name,
      again: hasMembers,
    });
  });
  const functions = functionsOf(false).map((own) =>
    completionAt(place, { ...own, kind: 'function', isSnippet: true }),
  );
  return [...variables, ...functions];
}

function behind(
  { span, whole }: CursorContext,
  begun: number,
): { span: CursorContext['span']; whole: CursorContext['whole'] } {
  const start = span.end - begun;
  // Behind the cursor a condition goes on with other words.
  return { span: { start, end: span.end }, whole: { start, end: Math.min(span.end, whole.end) } };
}

/** Whether the end of an expression is within a text in quotes. */
function isWithinText(expression: string): boolean {
  let open: string | null = null;
  for (const character of expression.replaceAll('\\"', '"')) {
    if (open === character) open = null;
    else if (open === null && (character === '"' || character === "'")) open = character;
  }
  return open !== null;
}
