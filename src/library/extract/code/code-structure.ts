import type { DocumentLink } from '../../document.ts';

/** What code defines where others can see it: at the top, in classes and in objects that have a name. */
export interface CodeDefinition {
  readonly kind: 'class' | 'interface' | 'type' | 'enum' | 'namespace' | 'function' | 'method' | 'constant';
  readonly name: string;
  /** The names around it, joined by dots; null at the top. */
  readonly within: string | null;
  /** On which its name stands; from 1. */
  readonly line: number;
  /** On which it begins, with what decorates it. */
  readonly startLine: number;
  readonly endLine: number;
  /** As it is declared, on one line and without its body; null where there is nothing to show. */
  readonly signature: string | null;
}

/** What is read of a file of code. */
export interface CodeStructure {
  /** In the order of the text; what is inside of another one follows it. */
  readonly definitions: readonly CodeDefinition[];
  readonly imports: readonly DocumentLink[];
  /** What the file says of itself, or else its first definition; null where neither says anything. */
  readonly doc: string | null;
}
