import { expressionVariables } from '../pipeline/expression-environment.ts';
import type { Debuggee } from './debuggee.ts';
import type { Standpoint } from './evaluate-in-run.ts';
import { partsOf } from './json-text.ts';

/** Something that an expression can go on with. */
export interface ExpressionCompletion {
  readonly label: string;
  /** What takes the place of the characters before the cursor. */
  readonly insert: string;
  /** How many characters those are. */
  readonly length: number;
  readonly kind: 'variable' | 'property';
}

const owner = String.raw`([A-Za-z_]\w*(?:\.[A-Za-z_]\w*|\[(?:"[^"\\]*"|'[^'\\]*'|\d+)\])*)`;
const member = new RegExp(String.raw`${owner}\.([A-Za-z_]\w*)?$`);
const indexed = new RegExp(String.raw`${owner}\[(["'])([^"'\\]*)$`);
const word = /(?:^|[^.\w"'\]])([A-Za-z_]\w*)?$/;
const isWord = /^[A-Za-z_]\w*$/;

/** What the end of an expression can go on with: variables, and behind a dot or in brackets the names that are there. */
export async function completeExpression(
  debuggee: Debuggee,
  from: Standpoint,
  before: string,
): Promise<readonly ExpressionCompletion[]> {
  const index = indexed.exec(before);
  if (index) {
    const [, of = '', quote = '"', begun = ''] = index;
    return (await namesIn(debuggee, from, of)).map((name) => {
      return { label: name, insert: `${name}${quote}]`, length: begun.length, kind: 'property' };
    });
  }
  if (isWithinText(before)) return [];
  const access = member.exec(before);
  if (access) {
    const [, of = '', begun = ''] = access;
    return (await namesIn(debuggee, from, of)).map((name) =>
      isWord.test(name)
        ? { label: name, insert: name, length: begun.length, kind: 'property' }
        : // In brackets, and so in place of the dot.
          { label: name, insert: `[${JSON.stringify(name)}]`, length: begun.length + 1, kind: 'property' },
    );
  }
  const begun = word.exec(before);
  if (!begun) return [];
  const length = begun[1]?.length ?? 0;
  return expressionVariables.map((name) => ({ label: name, insert: name, length, kind: 'variable' }));
}

/** The names in a value; none where it has no names, is not finished, or is not there. */
async function namesIn(
  debuggee: Debuggee,
  { stage, executionId }: Standpoint,
  expression: string,
): Promise<readonly string[]> {
  try {
    const { value } = await debuggee.evaluate(stage, executionId, expression);
    return Array.isArray(value) ? [] : partsOf(value).map(([name]) => name);
  } catch {
    return [];
  }
}

/** Whether the end of an expression is within a text in quotes. */
function isWithinText(expression: string): boolean {
  let open: string | null = null;
  for (const character of expression.replaceAll(/\\./g, '')) {
    if (open === character) open = null;
    else if (open === null && (character === '"' || character === "'")) open = character;
  }
  return open !== null;
}
