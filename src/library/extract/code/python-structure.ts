import { docstringText } from '../../../syntax-tree/doc-text.ts';
import type { DocumentLink } from '../../document.ts';
import { writePythonImport } from '../../lineage/python-import.ts';
import type { CodeDefinition, CodeStructure } from './code-structure.ts';
import { oneLine } from './one-line.ts';
import { type PythonStatement, readStatements, textEnd } from './python-statements.ts';

type Draft = { -readonly [K in keyof CodeDefinition]: CodeDefinition[K] };

/** A class or function around the statements that are read. */
interface Block {
  readonly indent: number;
  readonly kind: CodeDefinition['kind'];
  /** Its name and those around it. */
  readonly path: string;
  /** Null of what is in a function, which nobody else can see. */
  readonly draft: Draft | null;
}

/**
 * What a text of Python defines and imports, by its logical lines and their indentation, which say as much of it as
 * a syntax tree does and are read twenty times as fast. Null where the text is in doubt: then the tree decides.
 */
export function pythonStructure(text: string): CodeStructure | null {
  const reading = new PythonReading(text);
  if (!readStatements(text, (statement) => reading.add(statement))) return null;
  return reading.finish();
}

const definition = /(?:async[ \t]+)?(def|class)[ \t]+([\p{L}_][\p{L}\p{N}_]*)/uy;
const constant = /(_*[A-Z][A-Z0-9_]*)[ \t]*(?::[^=\n]{1,200})?=(?!=)/y;
const alias = /type[ \t]+([\p{L}_][\p{L}\p{N}_]*)[^=\n]{0,200}=/uy;
const literal = /([rRuU]?)["']/y;
const comments = /#[^\n"']*$/gm;

class PythonReading {
  readonly #text: string;
  readonly #definitions: Draft[] = [];
  readonly #imports: DocumentLink[] = [];
  readonly #constants = new Set<string>();
  readonly #blocks: Block[] = [];
  #doc: string | null = null;
  /** Whether the next statement is the first one of a module, a class or a function. */
  #first = true;
  /** The line of the first of the decorators in front of what follows; 0 where there are none. */
  #decorated = 0;
  /** Whether one of them says that what follows is told once more. */
  #overload = false;
  /** The last definition that does. */
  #overloaded: Draft | null = null;
  /** The last line of a statement. */
  #last = 0;
  readonly #notes: { line: number; indent: number }[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  add(statement: PythonStatement): void {
    const { start, line, indent } = statement;
    if (statement.comment) {
      this.#notes.push({ line, indent });
      return;
    }
    this.#leave(indent);
    this.#notes.length = 0;
    this.#last = statement.endLine;
    const first = this.#first;
    this.#first = false;
    let decorated = 0;
    let overload = false;
    switch (this.#text.charCodeAt(start)) {
      case 64: // @
        decorated = this.#decorated || line;
        overload = this.#overload || /^@(\w+\.)*overload\b/.test(this.#text.slice(start, start + 100));
        break;
      case 97: // async
      case 99: // class
      case 100: // def
        this.#define(statement);
        break;
      case 102: // from
      case 105: // import
        this.#import(statement);
        break;
      case 116: // type
        this.#name(statement, alias, 'type');
        break;
      default:
        if (first) this.#document(start, statement.end);
        this.#name(statement, constant, 'constant');
    }
    this.#decorated = decorated;
    this.#overload = overload;
  }

  finish(): CodeStructure {
    this.#leave(-1);
    return { definitions: this.#definitions, imports: this.#imports, doc: this.#doc };
  }

  /** Ends what does not reach to a statement that is indented so far. */
  #leave(indent: number): void {
    for (
      let block = this.#blocks.at(-1);
      block !== undefined && block.indent >= indent;
      block = this.#blocks.at(-1)
    ) {
      this.#blocks.pop();
      if (block.draft !== null) block.draft.endLine = this.#lastOf(block);
    }
  }

  /** The last line of a block: comments in it count, as far as they stand in a row behind its last statement. */
  #lastOf(block: Block): number {
    let last = this.#last;
    for (const { line, indent } of this.#notes) {
      if (indent <= block.indent) break;
      last = line;
    }
    return last;
  }

  #define({ start, end, line, endLine, indent, colon }: PythonStatement): void {
    definition.lastIndex = start;
    const [, keyword, name] = definition.exec(this.#text) ?? [];
    if (name === undefined || colon === -1) return;
    const around = this.#blocks.at(-1);
    const kind = keyword === 'class' ? 'class' : around?.kind === 'class' ? 'method' : 'function';
    const within = around?.path ?? null;
    const hidden = around !== undefined && (around.draft === null || around.kind !== 'class');
    const draft: Draft | null = hidden
      ? null
      : {
          kind,
          name,
          within,
          line,
          startLine: this.#decorated || line,
          endLine,
          signature: oneLine(this.#text.slice(start, colon), comments),
        };
    if (draft !== null) this.#keep(draft);
    this.#first = true;
    this.#blocks.push({ indent, kind, path: within === null ? name : `${within}.${name}`, draft });
    let body = colon + 1;
    while (body < end && ' \t'.includes(this.#text.charAt(body))) body += 1;
    if (body >= end || '#\r\n'.includes(this.#text.charAt(body))) return;
    // All of it stands on one line.
    this.#document(body, end);
    this.#first = false;
    this.#leave(indent);
  }

  /** Overloads are told once, by the last of them. */
  #keep(draft: Draft): void {
    const before = this.#overloaded;
    if (before !== null && before.name === draft.name && before.within === draft.within) {
      draft.startLine = before.startLine;
      this.#definitions.splice(this.#definitions.lastIndexOf(before), 1);
    }
    this.#definitions.push(draft);
    this.#overloaded = this.#overload ? draft : null;
  }

  /** A name at the top that a value is given to; the first one counts. */
  #name({ start, line, endLine }: PythonStatement, pattern: RegExp, kind: 'constant' | 'type'): void {
    if (this.#blocks.length > 0) return;
    pattern.lastIndex = start;
    const name = pattern.exec(this.#text)?.[1];
    if (name === undefined || this.#constants.has(name)) return;
    this.#constants.add(name);
    const end = this.#text.indexOf('\n', start);
    const signature = oneLine(this.#text.slice(start, end === -1 ? undefined : end), comments);
    this.#definitions.push({ kind, name, within: null, line, startLine: line, endLine, signature });
  }

  /** Takes a docstring over; that of the module counts, or else the first one. */
  #document(start: number, end: number): void {
    if (this.#doc !== null) return;
    literal.lastIndex = start;
    const prefix = literal.exec(this.#text)?.[1];
    if (prefix === undefined) return;
    const open = start + prefix.length;
    const close = textEnd(this.#text, open, this.#text.charCodeAt(open));
    if (close === -1 || !/^[ \t]*(?:#.*)?\r?$/.test(this.#text.slice(close, end))) return;
    const doc = docstringText(this.#text.slice(start, close));
    if (doc !== '') this.#doc = doc;
  }

  #import({ start, end, line }: PythonStatement): void {
    const written = this.#text.slice(start, Math.min(end, start + 5000));
    const from = /^from\s+([.\s]*)([\p{L}_][\p{L}\p{N}_.]*)?\s*import\b([\s\S]*)/u.exec(written);
    if (from !== null) {
      const level = (from[1] ?? '').replace(/\s+/g, '').length;
      const module = from[2] ?? '';
      const names = /^[\s(\\]*\*/.test(from[3] ?? '') ? ['*'] : importedNames(from[3] ?? '');
      if (module !== '' || level > 0) this.#link(writePythonImport({ module, level, names }), line);
      return;
    }
    for (const [, names = ''] of written.matchAll(/(?:^|;[ \t]*)import[ \t]([^;]*)/g))
      for (const name of importedNames(names)) this.#link(name, line);
  }

  #link(target: string, line: number): void {
    this.#imports.push({ kind: 'import', target, line });
  }
}

/** The names of an import, without what they are called here. */
function importedNames(written: string): string[] {
  return written
    .replace(/#[^\n]*/g, '')
    .split(',')
    .map((name) => /^[\s(\\]*([\p{L}_][\p{L}\p{N}_.]*)/u.exec(name)?.[1] ?? '')
    .filter((name) => name !== '');
}
