import { jsDocText } from '../../../syntax-tree/doc-text.ts';
import type { DocumentLink } from '../../document.ts';
import type { SourceLines } from '../source-lines.ts';
import type { CodeDefinition, CodeStructure } from './code-structure.ts';
import { matchAt } from './match-at.ts';
import { calledModule, importAt } from './script-imports.ts';
import { ScriptTokens, type ScriptVisitor } from './script-tokens.ts';
import { valueKind, valueStart } from './script-values.ts';
import { firstLine, scriptSignature } from './tree-structure.ts';

type Draft = { -readonly [K in keyof CodeDefinition]: CodeDefinition[K] } & {
  /** Whether it ends with a body: an overload does not. */
  body: boolean;
};

/** A module, a namespace, a class or an object whose statements or members are read. */
interface Context {
  readonly kind: 'module' | 'class' | 'object';
  /** Its name and those around it; null at the top. */
  readonly path: string | null;
  /** What is open within it. */
  readonly depth: number;
  /** The definition that is read. */
  draft: Draft | null;
}

/**
 * What a text of JavaScript or TypeScript defines and imports, by its words and brackets: what others can see of it,
 * as a syntax tree has it, and ten times as fast. Null where the text is in doubt, or defines things by assignments as
 * was usual before there were modules and classes: then the tree decides.
 */
export function scriptStructure(lines: SourceLines, jsx: boolean): CodeStructure | null {
  const reading = new ScriptReading(lines, jsx);
  return reading.read();
}

const name = '([\\w$\\u0080-\\uffff]+)';
const declared = new RegExp(
  [
    `(?:async\\s+)?function\\b\\s*\\*?\\s*${name}?`,
    `(?:abstract\\s+)?class\\b(?:\\s+(?!extends\\b|implements\\b)${name})?`,
    `interface\\s+${name}(?=[\\s<{])`,
    `(?:const\\s+)?enum\\s+${name}(?=\\s*\\{)`,
    `type\\s+${name}(?=\\s*[<=])`,
    `(?:namespace|module)\\s+(?:([\\w$.]+)|(["'])([^"'\\n]+)\\7)(?=\\s*\\{)`,
    `(const|let|var)\\s+${name}(?=\\s*[:=!;,\\n])`,
    '(global)(?=\\s*\\{)',
  ].join('|'),
  'y',
);
const outer = /export\s+default\s+|export\s+declare\s+|export\s+|declare\s+/y;
const member =
  /(?:(?:public|private|protected|static|readonly|abstract|override|async|declare|accessor)\s+)*(?:(?:get|set)\s+)?(?:\*\s*)?#?([\w$\u0080-\uffff]+)\s*[?!]?\s*(?=([(<=:;\n}]))/y;
/** Definitions by assignment, of which the tree knows more. */
const assigned =
  /[\w$]+(?:\s*\.\s*[\w$]+)*\s*=\s*(?:async\b\s*)?(?:function\b|class\b|\(|\{|[\w$]+\s*(?:=>|=[^=]))/y;
/** An export of nothing but what has names already. */
const onlyNames = /(?:module\s*\.\s*)?exports\s*=\s*\{[^(){}]*\}/y;
/** Words that begin a statement and nothing else. */
const keyword =
  /(?:export|import|const|let|var|function|class|interface|type|enum|declare|abstract|namespace)\s/y;
/** Words that go on with what stands before them, also on a line of their own. */
const goesOn: ReadonlySet<string> = new Set(
  'extends implements instanceof in of as satisfies from is else catch finally'.split(' '),
);

class ScriptReading implements ScriptVisitor {
  readonly #lines: SourceLines;
  readonly #text: string;
  readonly #tokens: ScriptTokens;
  readonly #definitions: Draft[] = [];
  readonly #imports: DocumentLink[] = [];
  readonly #contexts: Context[] = [{ kind: 'module', path: null, depth: 0, draft: null }];
  /** What the next bracket opens, where it is the body of something that is looked into. */
  #body: Omit<Context, 'draft' | 'depth'> | null = null;
  /** The offset of the bracket that does, where that is known. */
  #bodyAt = -1;
  #doc: string | null = null;
  #lastDoc = { start: 0, end: -1 };
  /** Whether a statement or a member may begin here. */
  #start = true;
  /** Where the first of the decorators in front of what follows stands; -1 where there are none. */
  #decorated = -1;
  #doubt = false;

  constructor(lines: SourceLines, jsx: boolean) {
    this.#lines = lines;
    this.#text = lines.text;
    this.#tokens = new ScriptTokens(lines.text, jsx);
  }

  read(): CodeStructure | null {
    if (!this.#tokens.read(this) || this.#doubt) return null;
    this.#end(this.#contexts[0]);
    return { definitions: this.#definitions, imports: this.#imports, doc: this.#doc };
  }

  word(start: number, end: number, fresh: boolean): number {
    const first = this.#text.charCodeAt(start);
    if ((first === 114 || first === 105) && this.#tokens.last !== 46) this.#readCall(start, end);
    const context = this.#contexts.at(-1);
    if (context === undefined || context.depth !== this.#tokens.stack.length) return end;
    const behindDecorator = this.#decorated !== -1 && !this.#tokens.operand && this.#tokens.last !== 64;
    const begins = this.#start || behindDecorator || (fresh && this.#mayEnd(context, start));
    if (
      !begins ||
      this.#tokens.last === 64 ||
      (context.kind === 'module' && goesOn.has(this.#text.slice(start, Math.min(end, start + 11))))
    )
      return end;
    this.#start = false;
    this.#end(context);
    const next =
      context.kind === 'module' ? this.#readStatement(context, start) : this.#readMember(context, start);
    this.#decorated = -1;
    return Math.max(next, end);
  }

  /** Whether what stands in front of the first word of a line may be over, though nothing says so. */
  #mayEnd(context: Context, start: number): boolean {
    const { operand, last, lastEnd } = this.#tokens;
    if (!operand) return true;
    // A list of types ends like a comparison goes on.
    if (last !== 62 || this.#text.charCodeAt(lastEnd - 2) === 61) return false;
    return context.kind === 'class' || matchAt(keyword, this.#text, start) !== null;
  }

  open(at: number): void {
    const context = this.#contexts.at(-1);
    const depth = this.#tokens.stack.length;
    if (context?.depth !== depth || this.#text.charCodeAt(at) !== 123) {
      // A member whose name is computed.
      if (
        context?.depth === depth &&
        context.kind === 'class' &&
        this.#text.charCodeAt(at) === 91 &&
        this.#start &&
        this.#text.slice(this.#tokens.lastEnd, at).includes('\n')
      )
        this.#end(context);
      // Who calls a function where it stands hides all in it.
      if (depth === 0 && this.#start && this.#text.charCodeAt(at) === 40) this.#doubt = true;
      return;
    }
    const { last, lastEnd } = this.#tokens;
    // Types may have brackets in front of a body.
    if (this.#body === null) return;
    if (this.#bodyAt === -1 ? '<,&|:=('.includes(String.fromCharCode(last)) : at !== this.#bodyAt) return;
    if (
      this.#text.endsWith('extends', lastEnd) &&
      last === 115 &&
      /\bextends$/.test(this.#text.slice(lastEnd - 8, lastEnd))
    )
      return;
    this.#contexts.push({ ...this.#body, depth: depth + 1, draft: null });
    this.#body = null;
    this.#bodyAt = -1;
    this.#start = true;
  }

  close(at: number, inner: number): void {
    const context = this.#contexts.at(-1);
    const depth = this.#tokens.stack.length;
    if (context !== undefined && context.depth === depth + 1 && context.depth > 0) {
      this.#contexts.pop();
      this.#end(context, inner);
    }
    if (this.#contexts.at(-1)?.depth === depth && this.#text.charCodeAt(at) === 125) this.#start = true;
  }

  sign(code: number, at: number, fresh: boolean): boolean {
    const context = this.#contexts.at(-1);
    if (context?.depth !== this.#tokens.stack.length) return !this.#doubt;
    if (code === 59) {
      this.#start = true;
      this.#body = null;
    } else if (code === 44 && context.kind === 'object') {
      this.#end(context);
      this.#start = true;
    } else if (code === 35 || code === 42) {
      this.#start ||= fresh && !this.#tokens.operand;
      if (this.#start) this.#end(context);
    } else if (code === 64) {
      if (this.#decorated === -1) {
        this.#end(context);
        this.#decorated = at;
      }
    } else if (code === 33 || code === 43 || code === 45) {
      if (this.#start && context.kind === 'module' && context.path === null) return false;
    } else this.#start = false;
    return !this.#doubt;
  }

  doc(start: number, end: number): void {
    this.#lastDoc = { start, end };
  }

  #readStatement(context: Context, start: number): number {
    const text = this.#text;
    const used = importAt(text, start);
    if (used !== null) {
      this.#link(used.target, start);
      return start + used.length;
    }
    let at = start;
    let isDefault = false;
    for (let found = matchAt(outer, text, at); found !== null; found = matchAt(outer, text, at)) {
      at += found[0].length;
      isDefault ||= found[0].includes('default');
    }
    const found = matchAt(declared, text, at);
    if (found === null) {
      if (isDefault && !/[\w$]/.test(text.charAt(at))) this.#doubt = true;
      if (isDefault && /(?:async\b\s*)?(?:[\w$]+\s*=>|\()/y.test(text.slice(at, at + 100)))
        this.#doubt = true;
      const assigns = context.path === null && matchAt(assigned, text, at) !== null;
      if (assigns && matchAt(onlyNames, text, at) === null) this.#doubt = true;
      return start;
    }
    const [all, fn, cls, face, enumeration, alias, space, , module, variable, own, global] = found;
    const next = at + all.length;
    if (/^(?:async\s+)?function\b/.test(all))
      this.#define(context, start, next, 'function', fn ?? (isDefault ? 'default' : ''));
    else if (variable !== undefined) this.#readVariable(context, start, next, variable, own ?? '');
    else if (face !== undefined) this.#define(context, start, next, 'interface', face);
    else if (enumeration !== undefined) this.#define(context, start, next, 'enum', enumeration);
    else if (alias !== undefined) this.#define(context, start, next, 'type', alias);
    else if (global !== undefined) this.#body = { kind: 'module', path: context.path };
    else if (space !== undefined || module !== undefined)
      this.#look(context, this.#define(context, start, next, 'namespace', space ?? module ?? ''), 'module');
    else
      this.#look(
        context,
        this.#define(context, start, next, 'class', cls ?? (isDefault ? 'default' : '')),
        'class',
      );
    return next;
  }

  #look(context: Context, draft: Pick<Draft, 'name'> | null, kind: Context['kind']): void {
    if (draft === null) return;
    this.#body = { kind, path: context.path === null ? draft.name : `${context.path}.${draft.name}` };
  }

  #readVariable(context: Context, start: number, end: number, keyword: string, own: string): void {
    const value = valueStart(this.#text, end);
    const kind = value === -1 ? 'other' : valueKind(this.#text, value);
    if (kind === 'function' || kind === 'class') {
      const draft = this.#define(context, start, end, kind, own);
      if (kind === 'class') this.#look(context, draft, 'class');
      return;
    }
    if (kind !== 'constant') return;
    const draft =
      keyword === 'const' && context.path === null
        ? this.#define(context, start, end, 'constant', own)
        : null;
    const bracket = /^\s*\{/.exec(this.#text.slice(value, value + 200));
    if (bracket === null) return;
    this.#look(context, draft ?? { name: own }, 'object');
    this.#bodyAt = value + bracket[0].length - 1;
  }

  #readMember(context: Context, start: number): number {
    const found = matchAt(member, this.#text, start);
    if (found === null) return start;
    const [all, own = '', behind] = found;
    const end = start + all.length;
    const isPrivate = all.includes('#') || this.#text.charCodeAt(start - 1) === 35;
    const written = isPrivate ? `#${own}` : own;
    const first = this.#text.charCodeAt(start - 1) === 35 ? start - 1 : start;
    if (behind === '(' || behind === '<') {
      this.#define(context, first, end, 'method', written);
      return end;
    }
    if (behind !== '=' && behind !== ':') return start;
    const value = context.kind === 'object' ? end + 1 : valueStart(this.#text, end);
    if (value !== -1 && valueKind(this.#text, value) === 'function')
      this.#define(context, first, end, 'method', written);
    return end;
  }

  /** Adds a definition; null where it has no name. @param end offset behind its name */
  #define(
    context: Context,
    start: number,
    end: number,
    kind: CodeDefinition['kind'],
    own: string,
  ): Draft | null {
    const from = this.#decorated === -1 ? start : Math.min(this.#decorated, start);
    this.#takeDoc(from);
    if (own === '') return null;
    // Its name stands last, or is left out.
    const at = own === 'default' ? start : this.#text.lastIndexOf(own, end - 1);
    const declaration = this.#text.slice(start, start + 2000);
    const draft: Draft = {
      kind,
      name: own,
      within: context.path,
      line: this.#lines.lineAt(Math.max(at, start)),
      startLine: this.#lines.lineAt(from),
      endLine: 0,
      signature:
        kind === 'constant' || kind === 'type' ? firstLine(declaration) : scriptSignature(declaration),
      body: true,
    };
    const before = this.#definitions.at(-1);
    if (
      before !== undefined &&
      !before.body &&
      before.kind === kind &&
      before.name === own &&
      before.within === context.path &&
      kind !== 'constant'
    ) {
      draft.startLine = before.startLine;
      this.#definitions.pop();
    }
    this.#definitions.push(draft);
    context.draft = draft;
    return draft;
  }

  /** Ends what is read in a context, in front of what follows. @param end offset behind its last sign */
  #end(context: Context | undefined, end = this.#tokens.lastEnd): void {
    const draft = context?.draft;
    if (context === undefined || draft === undefined || draft === null) return;
    draft.endLine = Math.max(draft.line, this.#lines.lineAt(Math.max(0, end - 1)));
    const isFunction = draft.kind === 'function' || draft.kind === 'method';
    draft.body = !isFunction || this.#text.charCodeAt(end - 1) === 125;
    context.draft = null;
  }

  #takeDoc(start: number): void {
    if (this.#doc !== null || this.#lastDoc.end === -1 || this.#lastDoc.end > start) return;
    if (this.#text.slice(this.#lastDoc.end, start).trim() !== '') return;
    const doc = jsDocText(this.#text.slice(this.#lastDoc.start, this.#lastDoc.end));
    if (doc !== '') this.#doc = doc;
  }

  #readCall(start: number, end: number): void {
    if (end - start > 7 || end - start < 6) return;
    const target = calledModule(this.#text, start);
    if (target !== null) this.#link(target, start);
  }

  #link(target: string, at: number): void {
    this.#imports.push({ kind: 'import', target, line: this.#lines.lineAt(at) });
  }
}
