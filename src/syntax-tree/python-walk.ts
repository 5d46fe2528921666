import type { Draft } from './outline-draft.ts';
import { OutlineWalk } from './outline-walk.ts';

/** The decorators of the definition that follows, and where the whole begins. */
export interface Decorated {
  /** Offset of the definition they belong to. */
  readonly definition: number;
  readonly start: number;
  readonly names: readonly string[];
}

/** A walk through a file of Python. */
export class PythonWalk extends OutlineWalk {
  decorated: Decorated | null = null;
  /** What `__all__` lists; null where there is none. */
  all: Set<string> | null = null;
  /** Whether `__all__` is literal in all parts. */
  allIsKnown = true;
  /** Offset of the block that is for types only. */
  typesBlock = -1;
  /** The last definition of each qualified name. */
  readonly lastNamed = new Map<string, Draft>();
}
