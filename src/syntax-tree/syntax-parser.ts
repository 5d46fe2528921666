import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Node, Parser } from '@vscode/tree-sitter-wasm';
import treeSitter from '@vscode/tree-sitter-wasm';
import type { Grammar } from './grammar.ts';

export type SyntaxNode = Node;

/** A type of node; what is not named is a word or a sign of the language itself, and has nothing below it. */
export interface NodeType {
  readonly name: string;
  readonly named: boolean;
}

/** Where the grammars lie: beside the bundle, or in the package when it runs from the sources. */
function wasmFolder(): string {
  const bundled = fileURLToPath(new URL('./tree-sitter/', import.meta.url));
  const beside = fileURLToPath(new URL('../tree-sitter/', import.meta.url));
  const found = [bundled, beside].find((folder) => existsSync(join(folder, 'tree-sitter.wasm')));
  return found ?? dirname(createRequire(import.meta.url).resolve('@vscode/tree-sitter-wasm'));
}

/** How long any text may take, and how much longer for each UTF-16 code unit of it; code takes a tenth of the latter. */
const patienceMs = 1000;
const patiencePerUnitMs = 0.005;

/** Brackets within brackets; at a few thousand the parser's own stack can overflow, which it does not notice. */
const deepest = 1000;

let ready: Promise<string> | undefined;
const parsers = new Map<Grammar, Promise<Parser>>();

async function open(grammar: Grammar): Promise<Parser> {
  ready ??= (async () => {
    const folder = wasmFolder();
    await treeSitter.Parser.init({ locateFile: (file) => join(folder, file) });
    return folder;
  })();
  const language = await treeSitter.Language.load(join(await ready, `tree-sitter-${grammar}.wasm`));
  const parser = new treeSitter.Parser();
  parser.setLanguage(language);
  return parser;
}

/** The parser of a language, made ready once in a process. */
export async function syntaxParser(grammar: Grammar): Promise<SyntaxParser> {
  let opened = parsers.get(grammar);
  if (!opened) {
    opened = open(grammar);
    parsers.set(grammar, opened);
  }
  return new SyntaxParser(await opened);
}

/** Reads texts into syntax trees. A text with faults gives a tree, too, with nodes of the type `ERROR` in it. */
export class SyntaxParser {
  readonly #parser: Parser;

  constructor(parser: Parser) {
    this.#parser = parser;
  }

  /** The types of nodes by the number that a cursor gives as `nodeTypeId`; several numbers may have one name. */
  get nodeTypes(): readonly NodeType[] {
    const { language } = this.#parser;
    if (language === null) return [];
    return Array.from({ length: language.nodeTypeCount }, (_, id) => ({
      name: language.nodeTypeForId(id) ?? '',
      named: language.nodeTypeIsNamed(id),
    }));
  }

  /**
   * Gives the tree of a text to a function, and lets go of it after that: it lies outside of the memory that is
   * collected. Nodes must not be kept. Offsets and columns of nodes are UTF-16 code units from 0, rows are from 0.
   * Answers with null where the text cannot be read into a tree: where brackets are nested deeper than a thousand, or
   * where it takes too long, as what is no code at all can take a thousand times as long as code does.
   */
  read<T>(text: string, use: (root: SyntaxNode) => T): T | null {
    if (bracketDepth(text) > deepest) return null;
    const end = performance.now() + patienceMs + text.length * patiencePerUnitMs;
    const tree = this.#parser.parse(text, null, { progressCallback: () => performance.now() > end });
    if (tree === null) {
      // It would go on where it stopped.
      this.#parser.reset();
      return null;
    }
    try {
      return use(tree.rootNode);
    } finally {
      tree.delete();
    }
  }
}

/** How deep the brackets of a text are nested at most, those in texts and comments counted, too. */
function bracketDepth(text: string): number {
  let depth = 0;
  let most = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 40: // (
      case 91: // [
      case 123: // {
        depth += 1;
        if (depth > most) most = depth;
        break;
      case 41: // )
      case 93: // ]
      case 125: // }
        if (depth > 0) depth -= 1;
        break;
    }
  }
  return most;
}
