/** When an import takes effect: at once, when a function is called, or never, since it is for types only. */
export type ImportKind = 'eager' | 'deferred' | 'type';

/** An import as it is written. */
export interface ImportStatement {
  /** The module: `a.b` in Python, without the dots before it; `./x` or `x/y` in JavaScript. */
  readonly module: string;
  /** Python: the dots before the module; 0 is absolute. */
  readonly level: number;
  /** Python's `from … import` names; empty for `import …` and in JavaScript. */
  readonly names: readonly string[];
  readonly line: number;
  readonly column: number;
  readonly kind: ImportKind;
}

/** What was measured of a file of code; null is not measured. */
export interface CodeFacts {
  readonly parses: boolean | null;
  readonly imports: readonly ImportStatement[];
  /** What others may use: functions, classes, and in Python the module itself. */
  readonly definitions: number | null;
  readonly documented: number | null;
  /** Lines of the longest function. */
  readonly longestFunction: number | null;
  /** Whether it is made to be started. */
  readonly entryPoint: boolean;
}

export const nothingMeasured: CodeFacts = {
  parses: null,
  imports: [],
  definitions: null,
  documented: null,
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
