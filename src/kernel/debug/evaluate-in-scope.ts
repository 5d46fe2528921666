import { UserError } from '../../common/errors.ts';
import type { Json } from '../../common/json.ts';
import type { EvaluatedExpression } from '../../model/debug.ts';
import { parseExpression } from '../../pipeline/expression.ts';

/** Evaluates CEL as it sees a scope, and names the type of what it comes to. Errors: `bad-expression`. */
export function evaluateInScope(text: string, scope: Readonly<Record<string, unknown>>): EvaluatedExpression {
  const expression = parseExpression(text);
  if (!expression.ok) throw new UserError('bad-expression', expression.error.message);
  const value = expression.value.evaluate(scope);
  if (!value.ok) throw new UserError('bad-expression', value.error);
  return { value: value.value, type: typeName(expression.value.type, value.value) };
}

/** The name of a type without its parameters; where only the evaluation can tell, that of the value. */
function typeName(known: string, value: Json): string {
  if (known === 'null') return 'null_type';
  return known === 'dyn' ? typeOfValue(value) : known.replace(/<.*/s, '');
}

/** Numbers that come from JSON are doubles. */
function typeOfValue(value: Json): string {
  if (value === null) return 'null_type';
  if (Array.isArray(value)) return 'list';
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'number':
      return 'double';
    case 'string':
      return 'string';
    default:
      return 'map';
  }
}
