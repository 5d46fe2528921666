import type { ASTNode, Environment, ParseResult } from '@marcbachmann/cel-js';
import { errorCode, errorMessage } from '../common/errors.ts';
import type { Json } from '../common/json.ts';
import { nearest } from '../common/nearest.ts';
import { err, ok, type Result } from '../common/result.ts';
import { expressionEnvironment, expressionVariables } from './expression-environment.ts';
import { jsonOfExpressionValue } from './expression-value.ts';

/** A name that an expression reads: `outputs.lint` has the root `outputs` and the name `lint`. */
export interface ExpressionReference {
  readonly root: string;
  readonly name: string;
  /** Where it stands in the text, UTF-16 code units; quotes are within. */
  readonly offset: number;
  readonly end: number;
  /** `outputs.lint`, `outputs["lint"]`, or `"lint" in outputs`. */
  readonly form: 'member' | 'index' | 'asked';
}

/** A CEL expression that was read and checked. */
export interface Expression {
  readonly text: string;
  /** What it gives, as CEL calls it: `bool`, `int`, `string` …; `dyn` where only the evaluation can tell. */
  readonly type: string;
  readonly references: readonly ExpressionReference[];
  /** The value, or why there is none. The scope holds what the variables stand for; what is absent is empty. */
  evaluate(scope: Readonly<Record<string, unknown>>): Result<Json, string>;
}

/** Why a text is no expression; offsets count UTF-16 code units. */
export interface ExpressionError {
  readonly message: string;
  readonly offset: number;
  /** The offset behind what is wrong. */
  readonly end: number;
  /** A name that is not known, and what it most likely means. */
  readonly name?: string;
  readonly meant?: string;
}

/** The longest expression that is read, UTF-16 code units. */
export const maxExpressionLength = 10_000;

let shared: Environment | null = null;

/** Reads a CEL expression and checks its types and variables, without evaluating it. */
export function parseExpression(text: string): Result<Expression, ExpressionError> {
  if (text.trim() === '') return err({ message: 'the expression is empty', offset: 0, end: text.length });
  if (text.length > maxExpressionLength) {
    const message = `the expression is longer than ${maxExpressionLength} characters`;
    return err({ message, offset: 0, end: text.length });
  }
  try {
    shared ??= expressionEnvironment();
    const program = shared.parse(text);
    const check = program.check();
    if (!check.valid) return err(explain(check.error, text));
    const references = referencesIn(program.ast);
    return ok({
      text,
      type: check.type ?? 'dyn',
      references,
      evaluate: (scope) => evaluate(program, text, scope),
    });
  } catch (error) {
    return err(explain(error, text));
  }
}

/** Whether a condition holds. What is neither true nor false is an error that says so. */
export function evaluateCondition(
  text: string,
  scope: Readonly<Record<string, unknown>>,
): Result<boolean, string> {
  const expression = parseExpression(text);
  if (!expression.ok) return err(expression.error.message);
  const value = expression.value.evaluate(scope);
  if (!value.ok) return value;
  if (typeof value.value === 'boolean') return ok(value.value);
  const shown = JSON.stringify(value.value);
  return err(`it must give true or false, not ${shown.length > 60 ? `${shown.slice(0, 60)}…` : shown}`);
}

function evaluate(
  program: ParseResult,
  text: string,
  scope: Readonly<Record<string, unknown>>,
): Result<Json, string> {
  const attempt = Number(scope.attempt ?? 1);
  const values: Record<string, unknown> = { attempt: BigInt(Number.isInteger(attempt) ? attempt : 1) };
  for (const name of expressionVariables) if (name !== 'attempt') values[name] = scope[name] ?? {};
  try {
    return jsonOfExpressionValue(program(values));
  } catch (error) {
    return err(explain(error, text).message);
  }
}

/** The language's own error in one sentence. */
function explain(error: unknown, text: string): ExpressionError {
  const whole = { offset: 0, end: text.length };
  if (error instanceof RangeError) return { message: 'the expression is nested too deep', ...whole };
  const { summary, range } = partsOf(error);
  const place = range ? { offset: range.start, end: Math.max(range.start, range.end) } : whole;
  if (errorCode(error) === 'unknown_variable' && range) {
    const name = text.slice(range.start, range.end);
    const meant = nearest(name, expressionVariables);
    const hint = meant ? `did you mean \`${meant}\`?` : `there are ${expressionVariables.join(', ')}`;
    const message = `\`${name}\` is not known here: ${hint}`;
    return { message, ...place, name, ...(meant ? { meant } : {}) };
  }
  if (errorCode(error) === 'invalid_macro_argument' && summary.startsWith('has()')) {
    const message =
      '`has` takes names joined by dots; for others ask with `in`, as in "x" in outputs["stage/agent"]';
    return { message, ...place };
  }
  return { message: summary.charAt(0).toLowerCase() + summary.slice(1), ...place };
}

function partsOf(error: unknown): { summary: string; range: { start: number; end: number } | undefined } {
  const { summary, range } = error as { summary?: unknown; range?: { start: number; end: number } };
  return { summary: typeof summary === 'string' ? summary : errorMessage(error), range };
}

const accessOperators: ReadonlySet<string> = new Set(['.', '.?', '[]', '[?]']);

/** Every name read straight from a variable, in the order of the text. */
function referencesIn(root: ASTNode): ExpressionReference[] {
  const found: ExpressionReference[] = [];
  const stack: unknown[] = [root];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (Array.isArray(at)) stack.push(...at);
    else if (isNode(at)) {
      const reference = at.op === 'in' ? askedOf(at) : accessOperators.has(at.op) ? referenceOf(at) : null;
      if (reference) found.push(reference);
      stack.push(at.args);
    }
  }
  return found.sort((a, b) => a.offset - b.offset);
}

function referenceOf(node: ASTNode): ExpressionReference | null {
  const [target, member] = node.args as [unknown, unknown];
  if (!isNode(target) || target.op !== 'id') return null;
  const name = isNode(member) ? (member.op === 'value' ? member.args : null) : member;
  if (typeof name !== 'string') return null;
  if (isNode(member)) {
    return { root: target.args, name, offset: member.start, end: member.end, form: 'index' };
  }
  return { root: target.args, name, offset: node.end - name.length, end: node.end, form: 'member' };
}

/** `"lint" in outputs`. */
function askedOf(node: ASTNode): ExpressionReference | null {
  const [name, target] = node.args as [unknown, unknown];
  if (!isNode(target) || target.op !== 'id' || !isNode(name) || name.op !== 'value') return null;
  if (typeof name.args !== 'string') return null;
  return { root: target.args, name: name.args, offset: name.start, end: name.end, form: 'asked' };
}

function isNode(value: unknown): value is ASTNode {
  return value !== null && typeof value === 'object' && 'op' in value && 'args' in value;
}
