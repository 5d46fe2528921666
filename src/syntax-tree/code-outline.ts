import type { Grammar } from './grammar.ts';
import type { CodeOutline } from './outline.ts';
import { pythonOutline, pythonTable } from './python-outline.ts';
import { scriptOutline, scriptTable } from './script-outline.ts';
import { syntaxParser } from './syntax-parser.ts';

/** Reads texts of one language, again and again. */
export type OutlineReader = (text: string) => CodeOutline;

const readers = new Map<Grammar, Promise<OutlineReader>>();

/** What a text of code defines and imports. It never throws on a text: one with faults is read as far as it goes. */
export async function codeOutline(grammar: Grammar, text: string): Promise<CodeOutline> {
  return (await outlineReader(grammar))(text);
}

/** Makes a language ready, once in a process, for loops that do not wait at each text. */
export function outlineReader(grammar: Grammar): Promise<OutlineReader> {
  let reader = readers.get(grammar);
  if (!reader) {
    reader = openReader(grammar);
    readers.set(grammar, reader);
  }
  return reader;
}

async function openReader(grammar: Grammar): Promise<OutlineReader> {
  const parser = await syntaxParser(grammar);
  if (grammar === 'python') {
    const table = pythonTable(parser.nodeTypes);
    return (text) => parser.read(text, (root) => pythonOutline(text, root, table)) ?? unread(text);
  }
  const table = scriptTable(parser.nodeTypes);
  return (text) => parser.read(text, (root) => scriptOutline(text, root, table)) ?? unread(text);
}

/** Nothing is known of a text that cannot be made a tree. */
function unread(text: string): CodeOutline {
  return {
    parses: false,
    definitions: [],
    imports: [],
    entryPoint: text.startsWith('#!'),
    comments: 0,
    lines: text.split('\n').length,
  };
}
