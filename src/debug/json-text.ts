import type { Json, JsonObject } from '../common/json.ts';

/** The longest text that a value is shown as in one line, UTF-16 code units. */
const longestLine = 200;

/** Whether a value has parts. */
export function hasParts(value: Json): value is readonly Json[] | JsonObject {
  return value !== null && typeof value === 'object' && partCount(value) > 0;
}

/** How many parts a value has. */
export function partCount(value: readonly Json[] | JsonObject): number {
  return Array.isArray(value) ? value.length : Object.keys(value).length;
}

/** The parts of a value under their names. */
export function partsOf(value: Json): readonly (readonly [name: string, part: Json])[] {
  return value !== null && typeof value === 'object' ? Object.entries(value) : [];
}

/** The name of the type of a value in CEL. */
export function typeOfJson(value: Json): string {
  if (value === null) return 'null_type';
  if (Array.isArray(value)) return 'list';
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'bool';
    case 'number':
      return Number.isInteger(value) ? 'int' : 'double';
    default:
      return 'map';
  }
}

/** A value in one line: a scalar as JSON, the beginning of what has parts. */
export function shownJson(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const isList = Array.isArray(value);
  let text = isList ? '[' : '{';
  for (const [index, [name, part]] of partsOf(value).entries()) {
    const inner = hasParts(part) ? (Array.isArray(part) ? '[…]' : '{…}') : JSON.stringify(part);
    const next = `${index > 0 ? ', ' : ''}${isList ? '' : `${name}: `}${inner}`;
    if (text.length + next.length > longestLine) {
      text += index > 0 ? ', …' : '…';
      break;
    }
    text += next;
  }
  return `${text}${isList ? ']' : '}'}`;
}

/** A value in full, as one would paste it: a text as it is, all else as JSON. */
export function fullJson(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
