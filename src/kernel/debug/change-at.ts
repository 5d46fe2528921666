import type { Json, JsonObject } from '../../common/json.ts';
import { err, ok, type Result } from '../../common/result.ts';

/**
 * A copy of an object in which the value at a path is another one; the path leads through what exists, and its last
 * word may be new in an object. The error says which word of the path leads nowhere.
 */
export function changeAt<T extends JsonObject>(
  root: T,
  path: readonly (string | number)[],
  value: Json,
): Result<T, string> {
  if (path.length === 0) {
    return isObject(value) ? ok(value as T) : err('only an object can take the place of all of it');
  }
  const changed = change(root, path, value);
  return changed.ok ? ok(changed.value as T) : changed;
}

function change(within: Json, path: readonly (string | number)[], value: Json): Result<Json, string> {
  const [word, ...rest] = path;
  if (word === undefined) return ok(value);
  if (Array.isArray(within)) {
    const index = typeof word === 'number' ? word : /^\d+$/.test(word) ? Number(word) : -1;
    if (index < 0 || index >= within.length) return err(`there is no element ${word} in the list`);
    const inner = change(within[index] as Json, rest, value);
    return inner.ok ? ok(within.with(index, inner.value)) : inner;
  }
  if (!isObject(within)) return err(`there is nothing in ${JSON.stringify(within)} that could be changed`);
  const name = String(word);
  if (rest.length > 0 && !Object.hasOwn(within, name)) return err(`there is no ${name}`);
  const inner = change(Object.hasOwn(within, name) ? (within[name] as Json) : null, rest, value);
  if (!inner.ok) return inner;
  // By way of a map: `__proto__` is a name like any other, and everything keeps its place.
  return ok(Object.fromEntries(new Map(Object.entries(within)).set(name, inner.value)));
}

function isObject(value: Json): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
