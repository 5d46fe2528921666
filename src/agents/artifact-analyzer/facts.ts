import type { ImportStatement } from '../../syntax-tree/import-statement.ts';

/** A function of a file, as far as it is complex. */
export interface FunctionFacts {
  /** `Class.method`; `<anonymous>` where it has no name. */
  readonly name: string;
  readonly line: number;
  readonly column: number;
  readonly lines: number;
  /** Cyclomatic. */
  readonly complexity: number;
  /** Decisions of these that are further cases of a `switch` or `match`. */
  readonly cases: number;
  readonly nesting: number;
}

/** How complex the functions of a file are; those without a body do not count. */
export interface ComplexityFacts {
  readonly functions: number;
  /** Of all of them together. */
  readonly total: number;
  readonly max: number;
  /** Those above McCabe's limit of 10, in the order of the text. */
  readonly complex: readonly FunctionFacts[];
}

/** Something of many: `8 of 10`. */
export interface Share {
  readonly of: number;
  readonly count: number;
}

/** What was measured of a file of code; null is not measured. */
export interface CodeFacts {
  readonly parses: boolean | null;
  readonly imports: readonly ImportStatement[];
  /** What others may use, functions, classes and in Python the module itself, and how many of these are documented. */
  readonly documented: Share | null;
  /** Parameters and results that may have a type, and how many have one. */
  readonly typed: Share | null;
  readonly complexity: ComplexityFacts | null;
  /** Lines of the longest function. */
  readonly longestFunction: number | null;
  /** Whether it is made to be started. */
  readonly entryPoint: boolean;
}

export const nothingMeasured: CodeFacts = {
  parses: null,
  imports: [],
  documented: null,
  typed: null,
  complexity: null,
  longestFunction: null,
  entryPoint: false,
};

/** What was measured of any text. */
export interface TextFacts {
  readonly lines: number;
  /** `TODO`, `FIXME`, `XXX`, `HACK`. */
  readonly todos: number;
  /** Markdown and reStructuredText: whether there is a heading. */
  readonly heading: boolean;
}

export function textFacts(text: string): TextFacts {
  let lines = text === '' || text.endsWith('\n') ? 0 : 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
  const todos = text.match(/\b(TODO|FIXME|XXX|HACK)\b/g)?.length ?? 0;
  return { lines, todos, heading: /^(#{1,6} |=+ \S|[=~-]{4,}\s*$)/m.test(text) };
}
