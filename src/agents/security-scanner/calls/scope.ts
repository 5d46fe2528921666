import type { SyntaxNode } from '../../../syntax-tree/syntax-parser.ts';

/** What a name stands for in a scope, as far as the text of the file says it. */
export interface Binding {
  /** Where an import brings it from: `child_process.exec`; null where it is made in the file. */
  readonly origin: string | null;
  /** What was assigned to it, with the scope in which to read it; null where nobody can know: parameters, loops. */
  readonly value: SyntaxNode | null;
  readonly scope: Scope;
  /** Which part of the value it is, as a destructuring says it: `exec`. */
  readonly member: string | null;
}

/** Steps of following names that a candidate and a whole file may take: names can be tangled without end. */
const stepsOfCandidate = 2000;
const stepsOfFile = 500_000;

/** Counts the steps of all scopes of a file. */
class Steps {
  #candidate = stepsOfCandidate;
  #file = stepsOfFile;

  restart(): void {
    this.#candidate = stepsOfCandidate;
  }

  take(): boolean {
    this.#candidate -= 1;
    this.#file -= 1;
    return this.#candidate >= 0 && this.#file >= 0;
  }
}

export type ScopeKind = 'module' | 'function' | 'class' | 'block';

/** The names of a part of a program. They are complete only after the whole file was walked: names are hoisted. */
export class Scope {
  readonly kind: ScopeKind;
  readonly parent: Scope | null;
  /** The name of the function, for what it is about; empty where it has none. */
  readonly name: string;
  /** Modules of which a file takes all names: `from os import *`. Those of the module scope count. */
  readonly wildcards: string[] = [];
  readonly steps: Steps;
  readonly #names = new Map<string, Binding[]>();

  constructor(kind: ScopeKind, parent: Scope | null, name = '') {
    this.kind = kind;
    this.parent = parent;
    this.name = name;
    this.steps = parent?.steps ?? new Steps();
  }

  add(name: string, binding: Omit<Binding, 'scope'>, scope: Scope = this): void {
    const bindings = this.#names.get(name);
    if (bindings === undefined) this.#names.set(name, [{ ...binding, scope }]);
    else bindings.push({ ...binding, scope });
  }

  /** Makes a name known that has no value yet. */
  declare(name: string): void {
    if (!this.#names.has(name)) this.#names.set(name, []);
  }

  /** All that a name is bound to in the nearest scope that knows it; null where it is not of this file. */
  find(name: string): readonly Binding[] | null {
    const owner = this.owner(name);
    return owner === null ? null : (owner.#names.get(name) ?? null);
  }

  /** The nearest scope that knows a name. What a class holds is seen in its own body, and not in its methods. */
  owner(name: string): Scope | null {
    let inFunction = false;
    for (let scope: Scope | null = this; scope !== null; scope = scope.parent) {
      if (scope.#names.has(name) && !(scope.kind === 'class' && inFunction)) return scope;
      if (scope.kind === 'function') inFunction = true;
    }
    return null;
  }

  /** The nearest scope of a function, or the module. */
  get ofFunction(): Scope {
    let scope: Scope = this;
    while (scope.kind === 'block' && scope.parent !== null) scope = scope.parent;
    return scope;
  }

  /** The names of the functions around, the innermost first. */
  functionNames(): string[] {
    const names: string[] = [];
    for (let scope: Scope | null = this; scope !== null; scope = scope.parent) {
      if (scope.name !== '') names.push(scope.name);
    }
    return names;
  }
}

/** A place of a program that may be dangerous, and the scope it is in. */
export interface Candidate {
  readonly node: SyntaxNode;
  readonly scope: Scope;
}

/** What was found out about a file by walking it. */
export interface Program {
  readonly module: Scope;
  readonly candidates: readonly Candidate[];
}
