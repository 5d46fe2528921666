/** A place in a text: offsets in UTF-16 code units, the end is the first one behind it. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** What of an expression matters for its unit, in the same words for every language. */
export type Expression =
  /** A variable, the last part of `a.b.c`, or the key of `a["c"]`. */
  | (Place & { readonly kind: 'name'; readonly name: string })
  | (Place & { readonly kind: 'number'; readonly value: number; readonly text: string })
  | (Place & {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    })
  | (Place & { readonly kind: 'negative'; readonly of: Expression })
  /** `callee(args)`, `of.callee(args)`. Null for an argument that is more than one. */
  | (Place & {
      readonly kind: 'call';
      readonly callee: string;
      readonly of: Expression | null;
      readonly args: readonly (Expression | null)[];
    })
  /** One of several: `a if c else b`, `a ?? b`. */
  | (Place & { readonly kind: 'choice'; readonly options: readonly Expression[] })
  | (Place & { readonly kind: 'text'; readonly text: string })
  | (Place & { readonly kind: 'other' });

/** How a value comes to a name. */
export type Way = 'assigned' | 'added' | 'passed' | 'default';

/** What happens in a file of code that may concern units; `scope` is the place of the function in `functions`, or -1. */
export interface SourceFacts {
  readonly assignments: readonly {
    readonly target: Expression;
    readonly value: Expression;
    readonly way: Way;
    readonly scope: number;
  }[];
  /** Sums, differences and comparisons. */
  readonly meetings: readonly {
    readonly operator: string;
    readonly left: Expression;
    readonly right: Expression;
    readonly scope: number;
  }[];
  readonly calls: readonly {
    readonly callee: string;
    readonly args: readonly (Expression | null)[];
    readonly scope: number;
  }[];
  readonly returns: readonly { readonly value: Expression; readonly scope: number }[];
  readonly functions: readonly { readonly name: string; readonly params: readonly (string | null)[] }[];
  /** A text directly before a number, in a list or among arguments: `('speedOfLight', '299792458')`. */
  readonly pairs: readonly { readonly name: string; readonly value: Expression }[];
  readonly comments: readonly (Place & { readonly text: string })[];
  /** Texts that stand alone: the docstrings of Python. */
  readonly docs: readonly (Place & { readonly text: string })[];
  /** Variables, fields and parameters where they are declared or given a value. */
  readonly declared: readonly (Place & { readonly name: string })[];
}
