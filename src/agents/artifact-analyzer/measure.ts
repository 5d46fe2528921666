import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeSource } from '../../common/decode-source.ts';
import { isGenerated } from '../../library/duplicates/generated.ts';
import type { OutlineReader } from '../../syntax-tree/code-outline.ts';
import { type Grammar, grammarOf } from '../../syntax-tree/grammar.ts';
import type { CheckResult } from '../syntax/check.ts';
import { checkText } from '../syntax/check-text.ts';
import { languageOf } from '../syntax/language.ts';
import { readNotebook } from '../syntax/notebook.ts';
import { isTemplate } from '../syntax/template.ts';
import { codeFacts } from './code-facts.ts';
import { type CodeFacts, nothingMeasured, type TextFacts, textFacts } from './facts.ts';
import type { InventoryItem } from './inventory.ts';

/** What was measured of one file. */
export interface Measured {
  readonly parses: boolean | null;
  readonly code: CodeFacts;
  readonly text: TextFacts | null;
  /** Whether it is code that a program made, or that comes from elsewhere. */
  readonly generated: boolean;
  /** SHA-256 of the content, where another file has as many bytes. */
  readonly hash: string | null;
}

export const unmeasured: Measured = {
  parses: null,
  code: nothingMeasured,
  text: null,
  generated: false,
  hash: null,
};

const binaryGroups: ReadonlySet<string> = new Set(['array', 'database', 'archive', 'image', 'font', 'media']);
/** Characters up to which another parser is asked about a script; its trees are large. */
const secondOpinion = 512 * 1024;

export interface MeasureOptions {
  readonly workspace: string;
  /** Whether to compute the hash, too. */
  readonly hashed: boolean;
  readonly readers: ReadonlyMap<Grammar, OutlineReader>;
  /** Whether the workspace has a file of a path. */
  readonly exists: (path: string) => boolean;
}

/** Reads a file and measures it; a file that cannot be read is unmeasured. */
export async function measure(
  { path, classification }: InventoryItem,
  options: MeasureOptions,
): Promise<Measured> {
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
  const facts = textFacts(text);
  const code = factsOfCode(path, text, options.readers);
  const parses = code.parses === true ? true : await parsesAs(path, text, code.parses);
  return {
    parses: parses === false && isTemplate(path, text) ? null : parses,
    code,
    text: facts,
    generated: classification.type === 'code' && isGenerated(path, text, facts.lines, options.exists),
    hash: digest,
  };
}

function isBinary(bytes: Buffer): boolean {
  const utf16 = bytes.length >= 2 && [0xfeff, 0xfffe].includes(bytes.readUInt16BE(0));
  return !utf16 && bytes.subarray(0, 8000).includes(0);
}

function factsOfCode(path: string, text: string, readers: ReadonlyMap<Grammar, OutlineReader>): CodeFacts {
  const grammar = grammarOf(path);
  const reader = grammar === null ? undefined : readers.get(grammar);
  return grammar === null || reader === undefined ? nothingMeasured : codeFacts(grammar, reader(text));
}

/** @param told what the grammar says of code; rare forms of JavaScript and TypeScript are faults to it and to nobody else */
async function parsesAs(path: string, text: string, told: boolean | null): Promise<boolean | null> {
  const language = languageOf(path);
  switch (language) {
    case 'javascript':
      if (told !== false) return told;
      return text.length > secondOpinion ? null : verdict(await checkText(language, path, text));
    case 'json':
    case 'yaml':
    case 'toml':
      return verdict(await checkText(language, path, text));
    case 'notebook': {
      const notebook = readNotebook(text);
      return notebook.kind === 'notebook' ? true : verdict(notebook);
    }
    default:
      return told;
  }
}

function verdict({ kind }: CheckResult): boolean | null {
  return kind === 'skipped' ? null : kind === 'sound';
}
