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
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
  readonly kind: ImportKind;
}
