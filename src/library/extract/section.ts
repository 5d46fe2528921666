import type { DocumentLink, NamedThing, PassageKind } from '../document.ts';

/** A text that is searched in place of what stands on the lines of a section. */
export interface SectionText {
  readonly value: string;
  /** The line of the file on which its first line stands, where each of its lines has one; else null. */
  readonly line: number | null;
}

/** A part of a document as its structure has it, before it is joined or divided into passages. */
export interface Section {
  readonly kind: PassageKind;
  /** The kind of what it is a part of, which it becomes when it is joined with its neighbours. */
  readonly group: PassageKind;
  readonly titlePath: readonly string[];
  /** From 1, both included. */
  readonly line: number;
  readonly endLine: number;
  readonly symbols: readonly string[];
  /** Of a notebook's cell its place from 1; null elsewhere. */
  readonly cell: number | null;
  /** Null where it is what stands on the lines. */
  readonly text: SectionText | null;
  /** Whether what follows belongs to it, so that it is not joined with what stands before it. */
  readonly opens: boolean;
}

/** What a reader finds in a document. */
export interface Reading {
  readonly title: string | null;
  readonly summary: string | null;
  /** In the order of their lines. */
  readonly sections: readonly Section[];
  /** Whether lines that are in no section are left out; else they become text. */
  readonly sectionsOnly: boolean;
  readonly names: readonly NamedThing[];
  readonly links: readonly DocumentLink[];
  /** Why it could not be read by its structure; null where it could. */
  readonly trouble: string | null;
}

/** A section whose text is on its lines. */
export function lineSection(
  kind: PassageKind,
  group: PassageKind,
  titlePath: readonly string[],
  line: number,
  endLine: number,
  symbols: readonly string[] = [],
): Section {
  return { kind, group, titlePath, line, endLine, symbols, cell: null, text: null, opens: false };
}

/** A reading of which nothing is known but what is given: all of its lines are text. */
export function readingOf(known: Partial<Reading>): Reading {
  return {
    title: null,
    summary: null,
    sections: [],
    sectionsOnly: false,
    names: [],
    links: [],
    trouble: null,
    ...known,
  };
}
