import type { Definition } from './outline.ts';

/** A definition while it is read: its end, its complexity and whether it is public are known only later. */
export type Draft = { -readonly [K in keyof Definition]: Definition[K] } & {
  /** The class, function or module around it; null for the module. */
  container: Draft | null;
  /** Whether it says itself that it is for others: `export`. */
  exported: boolean;
  /** Whether it says itself that it is not. */
  hidden: boolean;
  /** The name at the top of the module through which it is reached, where it lies in no container: `app` of `app.use = …`. */
  via: string | null;
  /** Whether a later definition of the same name stands for it, too. */
  overloaded: boolean;
  /** `switch` and `match` statements in it. */
  switches: number;
};

/** A definition of which nothing is known but its place. */
export function newDraft(
  given: Pick<Draft, 'kind' | 'name' | 'qualifiedName' | 'line' | 'column' | 'start' | 'end'> &
    Partial<Draft>,
): Draft {
  return {
    endLine: given.line,
    lines: 1,
    public: false,
    exportedAs: null,
    documented: false,
    doc: null,
    parameters: [],
    returnTyped: false,
    returnType: null,
    decorators: [],
    async: false,
    accessor: null,
    bodiless: false,
    contextual: false,
    complexity: 0,
    cases: 0,
    switches: 0,
    nesting: 0,
    container: null,
    exported: false,
    hidden: false,
    via: null,
    overloaded: false,
    ...given,
  };
}

/** What was known while it was read is left out. */
export function definitionOf(draft: Draft): Definition {
  const {
    container: _,
    exported: _exported,
    hidden: _hidden,
    via: _via,
    overloaded: _overloaded,
    switches,
    ...definition
  } = draft;
  return { ...definition, cases: Math.max(0, draft.cases - switches) };
}
