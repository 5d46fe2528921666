import { Composer, type CST, Lexer, Parser } from 'yaml';
import { err, ok, type Result } from '../common/result.ts';
import { formatBytes } from '../common/text.ts';
import { buildYamlTree } from './build-yaml-tree.ts';
import { keyAt, nodeAt, type YamlNode, type YamlPath } from './yaml-node.ts';
import { explainYamlError, type YamlProblem } from './yaml-problem.ts';
import { type Position, positionFinder, withoutByteOrderMark } from './yaml-text.ts';

/** A YAML text that was read: as plain data, and as nodes that know their place. */
export interface YamlText {
  /** The text without a byte order mark: what offsets count in. */
  readonly text: string;
  /** Null where the text has a problem that leaves nothing to read. */
  readonly root: YamlNode | null;
  /** The same, or where there is none what can be made of the text in spite of its problems. */
  readonly partial: YamlNode | null;
  readonly problems: readonly YamlProblem[];
  /** Line and column, from 1, of an offset. */
  position(offset: number): Position;
  /** Where the key that ends a path stands. */
  keyPosition(path: YamlPath): Position | undefined;
  /** Where the value at a path stands. */
  valuePosition(path: YamlPath): Position | undefined;
}

/** The largest file that is read, bytes (of a text: UTF-16 code units). */
export const maxYamlLength = 32 * 1024 * 1024;

/** A mapping in a mapping is two levels. Deeper texts would exhaust the stack of whoever walks through them. */
export const maxYamlDepth = 200;

/** Words and marks in a text: about 60,000 agents and stages. More would exhaust the memory. */
export const maxYamlTokens = 4_000_000;

// Everything that is no text in YAML 1.2, but for tab, line feed and carriage return.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const controlCharacter = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/;

/** Reads one YAML 1.2 document. Never throws: what cannot be read is one problem. */
export function readYaml(source: string): YamlText {
  const text = withoutByteOrderMark(source);
  const position = positionFinder(text);
  const { root, partial, problems } = read(text);
  return {
    text,
    root,
    partial,
    problems,
    position,
    keyPosition(path) {
      const span = keyAt(root ?? undefined, path);
      return span && position(span.start);
    },
    valuePosition(path) {
      const node = nodeAt(root ?? undefined, path);
      return node && position(node.start);
    },
  };
}

interface Reading {
  readonly root: YamlNode | null;
  readonly partial: YamlNode | null;
  readonly problems: readonly YamlProblem[];
}

function read(text: string): Reading {
  if (text.length > maxYamlLength) {
    return failed('too-large', 0, 0, `the file is larger than ${formatBytes(maxYamlLength)}`);
  }
  const control = controlCharacter.exec(text);
  if (control) {
    const code = control[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    return failed(
      'not-text',
      control.index,
      control.index + 1,
      `this is not a text file: it holds the character U+${code}`,
    );
  }
  try {
    return readDocument(text);
  } catch (error) {
    // The parser recurses; the check of the depth comes first, this is for stacks smaller than usual.
    if (error instanceof RangeError) return failed('too-deep', 0, 0, tooDeep);
    throw error;
  }
}

const tooDeep = `this is nested deeper than ${maxYamlDepth} levels`;

function readDocument(text: string): Reading {
  const tokens = tokensOf(text);
  if (!tokens.ok) return { root: null, partial: null, problems: [tokens.error] };
  const composer = new Composer({ uniqueKeys: false, version: '1.2' });
  const [document, second] = composer.compose(tokens.value, true, text.length);
  const error = document?.errors[0];
  if (error) {
    const { code, message } = explainYamlError(error);
    const partial = document.contents && buildYamlTree(document.contents, text).root;
    // What is missing at the end is told of behind it.
    return { ...failed(code, error.pos[0], Math.min(error.pos[1], text.length), message), partial };
  }
  if (second) {
    return failed(
      'several-documents',
      second.range[0],
      second.range[0] + 1,
      'one file holds one document: remove what follows `---`',
    );
  }
  const tree = document?.contents ? buildYamlTree(document.contents, text) : { root: null, problems: [] };
  const tag = document?.warnings[0];
  if (!tag) return { ...tree, partial: tree.root };
  const warning = { severity: 'warning', code: 'unknown-tag', offset: tag.pos[0], end: tag.pos[1] } as const;
  const message = `the tag \`${text.slice(...tag.pos)}\` is not known and means nothing here`;
  return { root: tree.root, partial: tree.root, problems: [...tree.problems, { ...warning, message }] };
}

/** What the parser makes of a text, unless it is too deep or too long to be read safely. */
function tokensOf(text: string): Result<CST.Token[], YamlProblem> {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let count = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    count += 1;
    if (parser.stack.length > maxYamlDepth)
      return err(yamlError('too-deep', parser.offset, parser.offset, tooDeep));
    if (count > maxYamlTokens) {
      return err(
        yamlError(
          'too-large',
          parser.offset,
          parser.offset,
          'the file is too large: what follows here is not read',
        ),
      );
    }
  }
  for (const token of parser.end()) tokens.push(token);
  return ok(tokens);
}

function yamlError(code: string, offset: number, end: number, message: string): YamlProblem {
  return { severity: 'error', code, offset, end, message };
}

function failed(code: string, offset: number, end: number, message: string): Reading {
  return { root: null, partial: null, problems: [yamlError(code, offset, end, message)] };
}
