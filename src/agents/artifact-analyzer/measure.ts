import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeSource } from '../source-text.ts';
import type { CheckResult } from '../syntax/check.ts';
import { checkText } from '../syntax/check-text.ts';
import { type Language, languageOf } from '../syntax/language.ts';
import { readNotebook } from '../syntax/notebook.ts';
import { isTemplate } from '../syntax/template.ts';
import { type CodeFacts, nothingMeasured, type TextFacts, textFacts } from './facts.ts';
import type { InventoryItem } from './inventory.ts';
import { javaScriptFacts } from './javascript-facts.ts';
import { pythonFactsByLines } from './python-facts.ts';

/** What was measured of one file. */
export interface Measured {
  readonly parses: boolean | null;
  readonly code: CodeFacts;
  readonly text: TextFacts | null;
  /** SHA-256 of the content, where another file has as many bytes. */
  readonly hash: string | null;
}

export const unmeasured: Measured = { parses: null, code: nothingMeasured, text: null, hash: null };

const binaryGroups: ReadonlySet<string> = new Set(['array', 'database', 'archive', 'image', 'font', 'media']);

export interface MeasureOptions {
  readonly workspace: string;
  /** Whether to compute the hash, too. */
  readonly hashed: boolean;
  /** The facts of Python files by the interpreter; null is to read them line by line. */
  readonly pythonFacts: ((path: string) => Promise<CodeFacts>) | null;
}

/** Reads a file and measures it; a file that cannot be read is unmeasured. */
export function measure(
  { path, classification }: InventoryItem,
  options: MeasureOptions,
): Measured | Promise<Measured> {
  const textual = !binaryGroups.has(classification.group) || /\.(svg|drawio)$/i.test(path);
  if (!textual && !options.hashed) return unmeasured;
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(options.workspace, path));
  } catch {
    return unmeasured;
  }
  const digest = options.hashed ? hash('sha256', bytes) : null;
  if (!textual || isBinary(bytes)) return { ...unmeasured, hash: digest };
  const text = decodeSource(bytes);
  const facts = { text: textFacts(text), hash: digest };
  const language = languageOf(path);
  if (language === 'python' && options.pythonFacts !== null) {
    // The text itself is let go of before the interpreter answers.
    const filled = isTemplate(path, text);
    return options
      .pythonFacts(path)
      .then((code) => ({ ...facts, code, parses: filled ? null : code.parses }));
  }
  const code = codeFacts(language, path, text);
  const parses = code.parses ?? parsesAs(language, path, text);
  return { ...facts, code, parses: parses === false && isTemplate(path, text) ? null : parses };
}

function isBinary(bytes: Buffer): boolean {
  const utf16 = bytes.length >= 2 && [0xfeff, 0xfffe].includes(bytes.readUInt16BE(0));
  return !utf16 && bytes.subarray(0, 8000).includes(0);
}

function codeFacts(language: Language | undefined, path: string, text: string): CodeFacts {
  if (language === 'javascript') return javaScriptFacts(path, text);
  return language === 'python' ? pythonFactsByLines(text) : nothingMeasured;
}

function parsesAs(language: Language | undefined, path: string, text: string): boolean | null {
  switch (language) {
    case 'json':
    case 'yaml':
    case 'toml':
      return verdict(checkText(language, path, text));
    case 'notebook': {
      const notebook = readNotebook(text);
      return notebook.kind === 'notebook' ? true : verdict(notebook);
    }
    default:
      return null;
  }
}

function verdict({ kind }: CheckResult): boolean | null {
  return kind === 'skipped' ? null : kind === 'sound';
}
