import type { Json } from '../common/json.ts';
import { err, ok, type Result } from '../common/result.ts';
import type { ChangeablePart } from '../model/debug.ts';

/** Reads a value as it is typed: JSON, and what is no JSON is a text. In the environment everything is a text. */
export function readNewValue(text: string, part: ChangeablePart): Result<Json, string> {
  const trimmed = text.trim();
  const parsed = parse(trimmed);
  if (part === 'env') return ok(parsed && typeof parsed.value === 'string' ? parsed.value : text);
  if (parsed) return ok(parsed.value);
  // It was meant to be JSON.
  if (/^["[{]/.test(trimmed)) return err(`This is no JSON: ${trimmed}`);
  return ok(trimmed);
}

function parse(text: string): { readonly value: Json } | null {
  try {
    return { value: JSON.parse(text) as Json };
  } catch {
    return null;
  }
}
