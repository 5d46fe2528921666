import type { InlineCode } from '../../markdown/markdown-document.ts';
import type { CodeOutline } from '../../syntax-tree/outline.ts';
import type { StaleReference } from './stale-paths.ts';

/** A piece of code in a document that names a member. */
interface Mention {
  readonly document: string;
  readonly line: number;
  readonly column: number;
  readonly owner: string;
  readonly member: string;
}

/** A class that was found in the code, once. */
interface Owner {
  readonly path: string;
  /** Whether its members are all written in the workspace. */
  readonly closed: boolean;
  times: number;
}

/** Names that every object, class or enumeration has. */
const everywhere = new Set([
  ...Object.getOwnPropertyNames(Object.prototype),
  ...Object.getOwnPropertyNames(Function.prototype),
  'prototype',
  'name',
  'value',
  'values',
]);

/**
 * Looks for mentions such as `Class.member` in documents whose member is gone. A member counts as gone where the class
 * is defined once in the workspace, inherits from nothing and takes no members at run time, and the word stands in no
 * file of code that speaks of the class: whatever could define it, must name the class.
 */
export class SymbolMentions {
  readonly #mentions: Mention[] = [];
  /** The members that are asked for, by their owners. */
  readonly #asked = new Map<string, Set<string>>();
  readonly #owners = new Map<string, Owner>();
  readonly #standing = new Set<string>();

  /** Takes the pieces of code of a document. */
  collect(document: string, codes: readonly InlineCode[]): void {
    for (const { value, line, column } of codes) {
      const [, owner, member] =
        /^(?:new )?([A-Z]\w*[a-z]\w*)(?:\.|#|\.prototype\.)([A-Za-z_]\w+)(?:\([^()]*\))?;?$/.exec(
          value.trim(),
        ) ?? [];
      if (owner === undefined || member === undefined || owner.length < 3) continue;
      if (everywhere.has(member) || member.startsWith('__') || owner in globalThis || isExtension(member))
        continue;
      this.#mentions.push({ document, line, column, owner, member });
      const members = this.#asked.get(owner);
      if (members === undefined) this.#asked.set(owner, new Set([member]));
      else members.add(member);
    }
  }

  /** Whether code has to be looked at for the sake of a mention. */
  get any(): boolean {
    return this.#asked.size > 0;
  }

  /** Looks at a file of code, tests included: what they use is there. */
  look(path: string, text: string, read: () => CodeOutline): void {
    const spoken = [...this.#asked].filter(([owner]) => text.includes(owner));
    if (spoken.length === 0) return;
    const words = new Set(text.match(/[A-Za-z_]\w*/g));
    for (const [owner, members] of spoken) {
      if (!words.has(owner)) continue;
      for (const member of members) if (words.has(member)) this.#standing.add(`${owner}.${member}`);
    }
    const outline = read();
    for (const { kind, name, start, decorators } of outline.definitions) {
      if (!this.#asked.has(name) || kind === 'module' || kind === 'method') continue;
      const known = this.#owners.get(name);
      if (known !== undefined) known.times += 1;
      else {
        const closed =
          kind === 'class' && decorators.length === 0 && outline.parses && isClosed(text, start, words);
        this.#owners.set(name, { path, closed, times: 1 });
      }
    }
  }

  stale(): StaleReference[] {
    const found: StaleReference[] = [];
    for (const { document, line, column, owner, member } of this.#mentions) {
      const known = this.#owners.get(owner);
      if (known === undefined || !known.closed || known.times > 1 || this.#standing.has(`${owner}.${member}`))
        continue;
      const message = `${owner} (${known.path}) has no member ${member}`;
      found.push({ rule: 'stale-symbol', path: document, line, column, message });
    }
    return found;
  }
}

/** `Dockerfile.dev`, `Component.vue` are files. */
function isExtension(member: string): boolean {
  return /^([cm]?[jt]sx?|py|md|json|ya?ml|toml|vue|svelte|css|html?|txt|java|cs|go|rs|rb|kt|swift|sh|dev|prod|test|spec)$/i.test(
    member,
  );
}

/** Whether a class inherits from nothing and has no member that its text does not name. */
function isClosed(text: string, start: number, words: ReadonlySet<string>): boolean {
  if (
    ['__getattr__', '__getattribute__', 'setattr', 'Proxy', 'defineProperty', 'assign', 'mixin'].some(
      (word) => words.has(word),
    )
  )
    return false;
  const head = /^[^{:]*/.exec(text.slice(start, start + 1000))?.[0] ?? '';
  return !/\bextends\b|\bmixins?\b/.test(head) && (!/\(/.test(head) || /\(\s*(object)?\s*\)/.test(head));
}
