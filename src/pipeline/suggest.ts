import { nearest } from '../common/nearest.ts';

// A file with thousands of unknown names would otherwise compare each of them with thousands of known ones.
const mostComparisons = 500_000;

/** Finds what a misspelt name most likely means, as long as that is cheap. One for each analysis. */
export class Suggestions {
  #comparisons = 0;

  /** What is near, and `: did you mean \`x\`?`, or the fallback where nothing is. */
  of(name: string, known: ReadonlySet<string>, fallback = ''): Suggestion {
    // Every name of one or two letters is near to every other.
    if (name.length < 3) return { name, hint: fallback };
    this.#comparisons += known.size;
    const meant = this.#comparisons > mostComparisons ? undefined : nearest(name, known);
    return meant === undefined
      ? { name, hint: fallback }
      : { name, meant, hint: `: did you mean \`${meant}\`?` };
  }
}

/** A name that is not known, and what it most likely means. */
export interface Suggestion {
  readonly name: string;
  /** Absent where nothing is near. */
  readonly meant?: string;
  /** What to say behind the message. */
  readonly hint: string;
}

/** `a`, `b` and `c`, at most a dozen of them. */
export function listed(names: Iterable<string>): string {
  const all = Array.from(names, (name) => `\`${name}\``);
  if (all.length > 12) return `${all.slice(0, 11).join(', ')} and ${all.length - 11} more`;
  const last = all.pop();
  return all.length === 0 ? (last ?? '') : `${all.join(', ')} and ${last}`;
}
