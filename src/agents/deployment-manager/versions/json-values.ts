import { createScanner } from 'jsonc-parser';

/** A text or a literal in a JSON file. */
export interface JsonValue {
  /** A text without its quotes and escapes, or a literal as it is written. */
  readonly text: string;
  /** Where it begins: of a text, behind the quote. */
  readonly offset: number;
  /** Whether the text stands in the file as it is, without escapes. */
  readonly plain: boolean;
}

/** The tokens of jsonc-parser; its enumeration exists for the compiler alone. */
const tokens = {
  openBrace: 1,
  closeBrace: 2,
  openBracket: 3,
  closeBracket: 4,
  comma: 5,
  colon: 6,
  string: 10,
  end: 17,
} as const;

/**
 * The texts, numbers and literals at some paths of a JSON file, by the path joined with `/`. It reads token by token,
 * since a lock file may be many megabytes, and a hostile file nested without end; it stops when it has found all.
 */
export function jsonValues(source: string, wanted: readonly string[]): ReadonlyMap<string, JsonValue> {
  const found = new Map<string, JsonValue>();
  const scanner = createScanner(source, true);
  // The key of each object around; null for a list, in which nothing is wanted.
  const keys: (string | null)[] = [];
  let beforeColon = false;
  for (let token: number = scanner.scan(); token !== tokens.end; token = scanner.scan()) {
    switch (token) {
      case tokens.openBrace:
        keys.push('');
        beforeColon = true;
        break;
      case tokens.openBracket:
        keys.push(null);
        beforeColon = false;
        break;
      case tokens.closeBrace:
      case tokens.closeBracket:
        keys.pop();
        beforeColon = false;
        break;
      case tokens.colon:
        beforeColon = false;
        break;
      case tokens.comma:
        beforeColon = keys.at(-1) !== null;
        break;
      default:
        if (beforeColon) {
          if (token === tokens.string) keys[keys.length - 1] = scanner.getTokenValue();
        } else if (keys.length > 0 && keys.length <= 3 && !keys.includes(null)) {
          const path = keys.join('/');
          if (!wanted.includes(path) || found.has(path)) break;
          const isText = token === tokens.string;
          const text = scanner.getTokenValue();
          const plain = !isText || scanner.getTokenLength() === text.length + 2;
          found.set(path, { text, offset: scanner.getTokenOffset() + (isText ? 1 : 0), plain });
          if (found.size === wanted.length) return found;
        }
    }
  }
  return found;
}
