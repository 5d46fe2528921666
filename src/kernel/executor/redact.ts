import { escapePattern } from '../../common/escape-pattern.ts';
import { err, ok, type Result } from '../../common/result.ts';
import {
  keyBegin,
  keyEnd,
  redacted,
  secretField,
  secretPatterns,
  suspiciousWords,
} from '../../common/secret-patterns.ts';
import { WordScanner } from '../../common/word-scanner.ts';
import { bytePattern } from './byte-pattern.ts';

/** What must not be written anywhere. */
export interface RedactionRules {
  /** Regular expressions, `(?i)` in front ignores case; each is matched within a line. */
  readonly patterns: readonly string[];
  /** Values, each line of which is redacted wherever it stands; what is shorter than four characters is left. */
  readonly secrets: readonly string[];
}

const shortestSecret = 4;

/** Every URL: the word before the colon ends in one of these. */
const urlWords = Array.from('abcdefghijklmnopqrstuvwxyz0123456789+.-', (letter) => `${letter}://`);

const builtInWords = [...suspiciousWords, ...urlWords];

/** Compiles rules; the error names the pattern that is none. */
export function createRedactor(rules: RedactionRules): Result<Redactor, string> {
  const patterns: RegExp[] = [];
  for (const source of rules.patterns) {
    const pattern = bytePattern(source);
    if (!pattern.ok) return err(`the redaction pattern ${JSON.stringify(source)} is wrong: ${pattern.error}`);
    patterns.push(pattern.value);
  }
  return ok(new Redactor(literalsOf(rules.secrets), patterns));
}

/** Replaces secrets. The methods for bytes see them as Latin-1 text, one character a byte, so that nothing else changes. */
export class Redactor {
  /** The longest value, bytes: what a cut through a long line must leave room for. */
  readonly longestLiteral: number;
  readonly #scanner: WordScanner;
  readonly #literals: RegExp | null;
  readonly #patterns: readonly RegExp[];

  constructor(literals: readonly string[], patterns: readonly RegExp[]) {
    this.longestLiteral = literals.reduce((longest, literal) => Math.max(longest, literal.length), 0);
    this.#scanner =
      literals.length === 0 ? builtInScanner() : new WordScanner([...builtInWords, ...literals]);
    this.#literals = literals.length === 0 ? null : new RegExp(literals.map(escapePattern).join('|'), 'g');
    this.#patterns = patterns;
  }

  /** Where the first thing stands, at or after `from`, that may be part of a secret; -1 where nothing is. */
  search(bytes: Uint8Array, from = 0): number {
    if (this.#patterns.length > 0) return from < bytes.length ? from : -1;
    for (let at = from; ; at += 1) {
      at = this.#scanner.search(bytes, at);
      if (at < 0 || bytes[at + 1] !== colon || bytes[at + 2] !== slash || hasPassword(bytes, at + 4))
        return at;
    }
  }

  /** One line, or a piece of one, of Latin-1 text, without private keys (they span lines). */
  redactLine(line: string): string {
    let text = this.#literals === null ? line : line.replace(this.#literals, redacted);
    for (const { expression, replacement } of secretPatterns) text = text.replace(expression, replacement);
    for (const pattern of this.#patterns) {
      text = text.replace(pattern, (match) => (match === '' ? '' : redacted));
    }
    return text;
  }

  /**
   * Where a long line may be cut at or after `at` without cutting a secret in two. `open` says that a secret reaches
   * to the end of the piece and may go on behind it.
   */
  safeCut(piece: string, at: number): { readonly at: number; readonly open: boolean } {
    const expressions = [
      ...(this.#literals === null ? [] : [this.#literals]),
      globalKeyBegin,
      ...secretPatterns.map(({ expression }) => expression),
      ...this.#patterns,
    ];
    let cut = at;
    for (let moved = true; moved; ) {
      moved = false;
      for (const expression of expressions) {
        for (const match of piece.matchAll(expression)) {
          const end = match.index + match[0].length;
          if (match.index >= cut) break;
          if (end <= cut) continue;
          if (end === piece.length) return { at: end, open: true };
          cut = end;
          moved = true;
        }
      }
    }
    return { at: cut, open: false };
  }

  /** A text of any number of lines. */
  redactText(text: string): string {
    if (this.#patterns.length === 0 && this.#isHarmless(text)) return text;
    const bytes = Buffer.from(text).toString('latin1');
    const lines = withoutKeys(bytes)
      .split('\n')
      .map((line) => this.redactLine(line));
    return Buffer.from(lines.join('\n'), 'latin1').toString();
  }

  #isHarmless(text: string): boolean {
    return this.search(Buffer.from(text)) < 0;
  }

  /** All texts within a JSON value, the names of its fields included; a field with the name of a secret loses its text. */
  redactJson<T>(value: T): T;
  redactJson(value: unknown): unknown {
    if (typeof value === 'string') return this.redactText(value);
    if (Array.isArray(value)) return value.map((item) => this.redactJson(item));
    if (value === null || typeof value !== 'object') return value;
    const isSecret = 'name' in value && typeof value.name === 'string' && secretField.test(value.name);
    return Object.fromEntries(
      Object.entries(value).map(([name, part]: [string, unknown]) => [
        this.redactText(name),
        typeof part === 'string' && (secretField.test(name) || (isSecret && name === 'value'))
          ? redacted
          : this.redactJson(part),
      ]),
    );
  }
}

let scanner: WordScanner | undefined;

function builtInScanner(): WordScanner {
  scanner ??= new WordScanner(builtInWords);
  return scanner;
}

/** The forms in which the lines of secrets are looked for, as Latin-1 text, the longest first. */
function literalsOf(secrets: readonly string[]): string[] {
  const literals = new Set<string>();
  for (const secret of secrets) {
    const lines = secret.split(/\r?\n/);
    for (const text of [...lines, ...lines.map((line) => line.trim())]) {
      if (text.trim().length < shortestSecret) continue;
      literals.add(text).add(JSON.stringify(text).slice(1, -1)).add(encodeURIComponent(text.toWellFormed()));
    }
    const base64 = Buffer.from(secret).toString('base64');
    if (secret.trim().length >= shortestSecret) literals.add(base64).add(base64.replace(/=+$/, ''));
  }
  return [...literals]
    .map((literal) => Buffer.from(literal).toString('latin1'))
    .sort((a, b) => b.length - a.length);
}

const globalKeyBegin = new RegExp(keyBegin, 'g');

function withoutKeys(text: string): string {
  const begin = keyBegin.exec(text);
  if (begin === null) return text;
  const behind = text.slice(begin.index + begin[0].length);
  const end = keyEnd.exec(behind);
  const rest = end === null ? '' : withoutKeys(behind.slice(end.index + end[0].length));
  return text.slice(0, begin.index) + redacted + rest;
}

const [colon, slash, at, quote, apostrophe, less, greater] = Buffer.from(':/@"\'<>');

/** Whether `user:password@` may begin at `from`. */
function hasPassword(bytes: Uint8Array, from: number): boolean {
  let colons = 0;
  // As far as the pattern reaches: 256 characters of user, 1024 of password.
  for (let index = from; index < bytes.length && index < from + 1300; index++) {
    const byte = bytes[index] as number;
    if (byte === at && colons > 0) return true;
    if (byte === colon) colons += 1;
    if (
      byte <= 32 ||
      byte === slash ||
      byte === quote ||
      byte === apostrophe ||
      byte === less ||
      byte === greater
    ) {
      return false;
    }
  }
  return false;
}
