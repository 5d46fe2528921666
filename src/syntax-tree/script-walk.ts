import { jsDocText } from './doc-text.ts';
import { keptText } from './kept-text.ts';
import type { Draft } from './outline-draft.ts';
import { type Holder, OutlineWalk } from './outline-walk.ts';
import type { SyntaxNode } from './syntax-parser.ts';

/** What is known of a value before it is reached: the name it gets, and what is said of it. */
export type Expected = Partial<Draft> &
  Pick<Draft, 'name' | 'qualifiedName' | 'line' | 'column'> & {
    /** Offset of the value. */
    readonly at: number;
    /** Whether the variable or member that holds it has a type. */
    readonly typedOutside?: boolean;
  };

/** What stands in front of a definition. */
export type Said = Pick<Draft, 'doc' | 'documented' | 'decorators' | 'hidden'>;

/** An `export` or `declare`, or both, around a declaration. */
export interface Outer {
  /** Offset of the declaration. */
  readonly declaration: number;
  readonly start: number;
  readonly exported: boolean;
  readonly isDefault: boolean;
  readonly ambient: boolean;
  readonly said: Said;
}

/** A walk through a file of JavaScript or TypeScript. */
export class ScriptWalk extends OutlineWalk {
  /** The value that was named last. */
  expected: Expected | null = null;
  /** The object literal that was named last, by its offset. */
  expectedHolder: (Holder & { readonly at: number }) | null = null;
  /** The names under which what is defined at the top is exported. */
  readonly exportedNames = new Map<string, string>();
  /** Whether anything is imported or exported: a script of neither kind shares what it defines. */
  isModule = false;
  /** The `export` or `declare` around the declaration that follows. */
  outer: Outer | null = null;
  /** Whether `import(…)` stands anywhere in the text. */
  readonly importsByCall: boolean;
  /** Offset of an `if` that follows `else`. */
  elseIf = -1;
  /** The last definition of each qualified name. */
  readonly lastNamed = new Map<string, Draft>();
  /** The declaration around variables: its keyword, and where it begins. */
  declaration: {
    readonly first: number;
    readonly start: number;
    readonly constant: boolean;
    readonly exported: boolean;
    readonly said: Said;
  } | null = null;
  #doc: { readonly start: number; readonly end: number } | null = null;
  /** Where the comments and decorators in front of what follows end. */
  #chainEnd = -1;
  #decorators: string[] = [];

  constructor(text: string, root: SyntaxNode) {
    super(text, root);
    this.importsByCall = /\bimport\s*\(/.test(text);
  }

  /** Takes a comment; a block of JSDoc may belong to what follows. */
  takeComment(): void {
    const { startIndex, endIndex } = this.cursor;
    this.comments += 1;
    const isDoc = this.text.startsWith('/**', startIndex) && endIndex - startIndex > 4;
    if (!isDoc && !this.#isBlank(this.#chainEnd, startIndex)) this.#doc = null;
    if (isDoc || this.#doc === null) this.#decorators = [];
    if (isDoc) this.#doc = { start: startIndex, end: endIndex };
    this.#chainEnd = endIndex;
  }

  /** Takes a decorator that stands in front of what follows. */
  takeDecorator(): void {
    const { startIndex, endIndex } = this.cursor;
    if (!this.#isBlank(this.#chainEnd, startIndex)) {
      this.#doc = null;
      this.#decorators = [];
    }
    this.#decorators = [...this.#decorators, this.decoratorAt(startIndex, endIndex)];
    this.#chainEnd = endIndex;
  }

  /** `app.route` of `@app.route('/x')`. */
  decoratorAt(start: number, end: number): string {
    return /^@\s*([\w.]*)/.exec(this.text.slice(start, Math.min(end, start + 200)))?.[1] ?? '';
  }

  /** What stands in front of a definition; to be asked before anything in it is visited. */
  before(start: number): Said {
    const near = this.#chainEnd <= start && this.#isBlank(this.#chainEnd, start);
    const doc = near && this.#doc !== null ? this.#textOfDoc(this.#doc) : '';
    return {
      doc: doc === '' ? null : doc,
      documented: doc !== '',
      decorators: near ? this.#decorators : [],
      hidden: /(^|\s)@(private|internal|api +private)\b/.test(doc),
    };
  }

  /** The `export` or `declare` around the declaration at an offset. */
  outerOf(declaration: number): Outer | null {
    return this.outer?.declaration === declaration ? this.outer : null;
  }

  #textOfDoc({ start, end }: { start: number; end: number }): string {
    return keptText(jsDocText(this.text.slice(start, end)), 0, end - start);
  }

  #isBlank(from: number, to: number): boolean {
    if (from < 0) return false;
    for (let at = from; at < to; at++) if (this.text.charCodeAt(at) > 32) return false;
    return true;
  }
}
