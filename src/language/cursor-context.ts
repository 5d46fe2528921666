import type { Span, YamlPath } from '../pipeline/yaml-node.ts';
import { CursorScanner } from './cursor-scanner.ts';
import { keysBelow, keysInFlow } from './keys-behind.ts';

/** Where somebody writes: found from the text before the cursor alone, so also in a file that cannot be read. */
export interface CursorContext {
  /** Down to what is being written: the mapping that gets a key, or the value. */
  readonly path: YamlPath;
  /** A key of the mapping at the path, a value, or in a line of its own either. */
  readonly role: 'key' | 'value' | 'either';
  /** What is written of it, without quotes. */
  readonly word: string;
  /** The word, up to the cursor and with what of it stands behind; quotes are outside. */
  readonly span: Span;
  readonly whole: Span;
  readonly quote: '"' | "'" | null;
  readonly flow: boolean;
  /** Of the word, and of the first character of its line; from 0. */
  readonly column: number;
  readonly indent: number;
  /** Keys that the mapping has already. */
  readonly keys: ReadonlySet<string>;
  /** Items that stand in the list before. */
  readonly items: readonly string[];
  /** The scalars of the open mappings, the outermost first. */
  readonly scalars: readonly ReadonlyMap<string, string>[];
}

/** Where the cursor is; null in comments and where nothing can follow. */
export function cursorContext(text: string, offset: number): CursorContext | null {
  const scanner = new CursorScanner(text, offset);
  const found = scanner.run();
  if (!found) return null;
  const { frames } = scanner;
  const { role, start, quote } = found;
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const indent = text.slice(lineStart, offset).search(/[^ ]|$/);
  const column = start - lineStart;
  const top = frames.top;
  const flow = top?.flow ?? false;
  const word = text.slice(start, offset);
  // A key stands in the mapping that is open; a value belongs to its last key.
  const isKey =
    role === 'key' || (role === 'either' && top?.kind === 'map' && !top.flow && top.column === column);
  const path = isKey && top?.kind === 'map' && top.key !== null ? frames.path().slice(0, -1) : frames.path();
  const keys = new Set(top?.kind === 'map' && isKey ? top.keys.keys() : []);
  const behind = flow ? keysInFlow(text, offset) : role === 'value' ? [] : keysBelow(text, offset, column);
  for (const key of behind) keys.add(key);
  return {
    path,
    role: isKey ? 'key' : role,
    word,
    span: { start, end: offset },
    whole: { start, end: offset + restOfWord(text, offset, quote, flow) },
    quote,
    flow,
    column,
    indent,
    keys,
    items: top?.kind === 'list' ? top.items : [],
    scalars: frames.all.flatMap((frame) => (frame.kind === 'map' ? [frame.keys] : [])),
  };
}

/** How many characters of the word stand behind the cursor. */
function restOfWord(text: string, offset: number, quote: string | null, flow: boolean): number {
  const lineEnd = text.indexOf('\n', offset);
  const rest = text.slice(offset, lineEnd === -1 ? text.length : lineEnd);
  if (quote !== null) {
    const close = rest.indexOf(quote);
    return close === -1 ? 0 : close;
  }
  const end = rest.search(flow ? /[,[\]{}\s]|:(?=\s|$)/ : /\s|:(?=\s|$)/);
  return end === -1 ? rest.length : end;
}
