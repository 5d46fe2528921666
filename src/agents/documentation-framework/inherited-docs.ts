import type { CodeOutline } from '../../syntax-tree/outline.ts';

/** Classes above one another that are looked at; circles end there, too. */
const deepest = 12;

/**
 * Which methods of classes are documented, and by which classes others inherit them: a method that overrides a
 * documented one has its documentation, as `inspect.getdoc` and editors show it. Classes are known by their names
 * alone, whatever file they are in.
 */
export class InheritedDocs {
  /** Documented methods, `Class.method`. */
  readonly #documented = new Set<string>();
  /** By the name of a class. */
  readonly #bases = new Map<string, Set<string>>();

  look(text: string, { definitions }: CodeOutline): void {
    for (const { kind, name, qualifiedName, start, documented } of definitions) {
      if (kind === 'method' && documented) this.#documented.add(lastTwo(qualifiedName));
      if (kind !== 'class') continue;
      const known = this.#bases.get(name) ?? new Set();
      for (const base of basesOf(text.slice(start, start + 1000))) known.add(base);
      if (known.size > 0) this.#bases.set(name, known);
    }
  }

  /** Whether a method, `Class.method`, overrides one that is documented. */
  has(qualifiedName: string): boolean {
    const [own = '', method = ''] = lastTwo(qualifiedName).split('.');
    let classes = new Set([own]);
    for (let depth = 0; depth < deepest && classes.size > 0; depth++) {
      classes = new Set([...classes].flatMap((name) => [...(this.#bases.get(name) ?? [])]));
      for (const name of classes) if (this.#documented.has(`${name}.${method}`)) return true;
    }
    return false;
  }
}

function lastTwo(qualifiedName: string): string {
  return qualifiedName.split('.').slice(-2).join('.');
}

/** The names of the classes that the head of a class names as its bases, without their modules and parameters. */
export function basesOf(head: string): string[] {
  const python = /(?:^|\n)\s*class\s+\w+\s*(?:\[[^\]]*\])?\(([^)]*)\)\s*:/.exec(head)?.[1];
  const [, scriptHead = ''] = /\bclass\b([^{]*)/.exec(head) ?? [];
  const script = /\bextends\s+([\w$.]+)/.exec(scriptHead)?.[1];
  const written = python === undefined ? (script ?? '') : python.replace(/#[^\n]*|\[[^\]]*\]*/g, '');
  return written
    .split(',')
    .filter((base) => !base.includes('='))
    .flatMap((base) => /([\w$]+)\s*$/.exec(base.trim())?.[1] ?? []);
}
