import type { Json, JsonObject } from '../common/json.ts';
import { err, ok, type Result } from '../common/result.ts';

/** The value of an expression as JSON: whole numbers become numbers, times become ISO 8601 texts. */
export function jsonOfExpressionValue(value: unknown): Result<Json, string> {
  switch (typeof value) {
    case 'boolean':
    case 'string':
      return ok(value);
    case 'number':
      return Number.isFinite(value) ? ok(value) : err(`it gives ${value}, which is no number to go on with`);
    case 'bigint':
      return ok(Number(value));
    case 'object':
      return jsonOfObject(value);
    default:
      return err(`it gives a ${typeof value}, which is no value`);
  }
}

function jsonOfObject(value: object | null): Result<Json, string> {
  if (value === null) return ok(null);
  if (value instanceof Date) return ok(value.toISOString());
  if (Array.isArray(value)) {
    const items: Json[] = [];
    for (const item of value) {
      const json = jsonOfExpressionValue(item);
      if (!json.ok) return json;
      items.push(json.value);
    }
    return ok(items);
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (value instanceof Map || prototype === Object.prototype || prototype === null) {
    return jsonOfEntries(value instanceof Map ? value.entries() : Object.entries(value));
  }
  // A number of the language's own (unsigned) or a duration (milliseconds) turns into a plain one.
  const plain: unknown = value.valueOf();
  if (typeof plain === 'bigint' || typeof plain === 'number') return jsonOfExpressionValue(plain);
  return err('it gives a value that JSON cannot hold');
}

function jsonOfEntries(entries: Iterable<[unknown, unknown]>): Result<JsonObject, string> {
  const members: [string, Json][] = [];
  for (const [key, member] of entries) {
    const json = jsonOfExpressionValue(member);
    if (!json.ok) return json;
    members.push([String(key), json.value]);
  }
  return ok(Object.fromEntries(members));
}
