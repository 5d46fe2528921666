import type { Json } from '../../common/json.ts';

/**
 * Named values that are inherited and never change: to set a value makes a new context, and a child sees its parents'
 * values as they were when it was made.
 */
export class Context {
  readonly #parent: Context | null;
  readonly #own: ReadonlyMap<string, Json>;

  private constructor(parent: Context | null, own: ReadonlyMap<string, Json>) {
    this.#parent = parent;
    this.#own = own;
  }

  static root(): Context {
    return new Context(null, new Map());
  }

  /** A context that inherits from this one; what is set in it is not seen here. */
  child(): Context {
    return new Context(this, new Map());
  }

  /** The same context with one value more, or another one in its place. */
  with(name: string, value: Json): Context {
    return new Context(this.#parent, new Map(this.#own).set(name, deepFreeze(structuredClone(value))));
  }

  /** The nearest value of that name, in this context or in what it inherits from. */
  get(name: string): Json | undefined {
    for (let context: Context | null = this; context; context = context.#parent) {
      const value = context.#own.get(name);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  /** Every value that `get` would give, by name. */
  entries(): Map<string, Json> {
    const levels: Context[] = [];
    for (let context: Context | null = this; context; context = context.#parent) levels.push(context);
    const all = new Map<string, Json>();
    for (const level of levels.reverse()) for (const [name, value] of level.#own) all.set(name, value);
    return all;
  }
}

function deepFreeze(value: Json): Json {
  if (value !== null && typeof value === 'object') {
    for (const part of Object.values(value)) deepFreeze(part);
    Object.freeze(value);
  }
  return value;
}
