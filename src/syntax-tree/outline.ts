import type { ImportStatement } from './import-statement.ts';

export type DefinitionKind =
  | 'module'
  | 'namespace'
  | 'class'
  | 'interface'
  | 'type'
  | 'enum'
  | 'function'
  | 'method'
  | 'constant';

/** How an argument finds its parameter. JavaScript has `positional` and `rest` only. */
export type ParameterKind = 'positional-only' | 'positional' | 'keyword-only' | 'rest' | 'keyword-rest';

export interface Parameter {
  /** `{}` or `[]` for one that is taken apart. */
  readonly name: string;
  readonly kind: ParameterKind;
  /** Whether a type is written, here or at the variable that holds the function. */
  readonly typed: boolean;
  /** The type as it is written; null where none is. */
  readonly type: string | null;
  /** Whether it can be left out: a default value, or `?`. */
  readonly hasDefault: boolean;
}

export interface Definition {
  readonly kind: DefinitionKind;
  /** Empty for the module and for a function without a name; `default` for a default export without one. */
  readonly name: string;
  /** `Class.method`, `outer.inner`; `<anonymous>` stands for a function without a name; empty for the module. */
  readonly qualifiedName: string;
  /** Of the name, or of the function where it has none; from 1. */
  readonly line: number;
  /** Of the name, from 1, in UTF-16 code units. */
  readonly column: number;
  /** Of the last character, from 1. */
  readonly endLine: number;
  /** From `line` to `endLine`; of the module, all. */
  readonly lines: number;
  /** Offset of the whole, decorators and `export` included, in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  /**
   * Whether others may use it. Python: in a literal `__all__`, or without one, no underscore in front at any level.
   * JavaScript and TypeScript: exported in any way, or anything at the top of a script that neither imports nor
   * exports; methods that are neither `private`, `protected` nor begin with `#` or `_`; nothing that is documented as
   * `@private` or `@internal`. What lies in a function is never public.
   */
  readonly public: boolean;
  /** JavaScript and TypeScript: the name under which it is exported; null where it is not, or only as a part. */
  readonly exportedAs: string | null;
  readonly documented: boolean;
  /** The docstring or the JSDoc block, without its marks and its indentation; null where there is none. */
  readonly doc: string | null;
  /** Without the receiver: `self`, `cls`, `this`. */
  readonly parameters: readonly Parameter[];
  readonly returnTyped: boolean;
  readonly returnType: string | null;
  /** Their names without arguments: `property`, `app.route`. */
  readonly decorators: readonly string[];
  readonly async: boolean;
  readonly accessor: 'get' | 'set' | null;
  /** Whether it has no body: an overload, an abstract or a declared function. */
  readonly bodiless: boolean;
  /** JavaScript and TypeScript: whether types may follow from where it stands, as in a callback or an object. */
  readonly contextual: boolean;
  /**
   * Cyclomatic complexity (T. J. McCabe, A Complexity Measure, IEEE Transactions on Software Engineering 2 (1976) 4):
   * 1 and the decisions in it: `if`, `elif`, `for`, `while`, `do`, `except` or `catch`, each `case` that is not the
   * default (`case _`) and its guard, the conditional expression, each `and`, `or`, `&&`, `||`, `??` and their
   * assigning forms, each condition of a comprehension. A function inside counts for itself, a `lambda` of Python for
   * the function around it. 0 for what holds no code: interfaces, types, constants.
   */
  readonly complexity: number;
  /**
   * How many of these decisions are further cases of a `switch` or `match`: all but the first of each. McCabe lets them
   * out of his limit, since a long list of cases is read like a table.
   */
  readonly cases: number;
  /** How deep `if`, loops, `try`, `with`, `match` and `switch` are in one another; `else if` is not deeper than its `if`. */
  readonly nesting: number;
}

/** What a file of code defines and imports. */
export interface CodeOutline {
  /** Whether the grammar reads it without a fault. */
  readonly parses: boolean;
  /** In the order of the text; the first is the module, unless the file has no statement. */
  readonly definitions: readonly Definition[];
  /** In the order of the text. */
  readonly imports: readonly ImportStatement[];
  /** Whether it is made to be started: a main guard, or a first line with `#!`. */
  readonly entryPoint: boolean;
  /** How many comments there are; docstrings are none. */
  readonly comments: number;
  readonly lines: number;
}
