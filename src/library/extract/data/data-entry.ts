/** A key of data, or an item of a list, with where its value ends. */
export interface DataEntry {
  /** Of an item its place from 0: `[0]`. */
  readonly key: string;
  /** Whether it is an item of a list. */
  readonly item: boolean;
  /** From 1. */
  readonly line: number;
  readonly endLine: number;
  /** 1 at the top. */
  readonly depth: number;
  /** Its value where that is a short text; else null. */
  readonly value: string | null;
}

/** Entries that are told of a file; more are data themselves. */
export const mostEntries = 2000;

/** UTF-16 code units of a key or a value that is told. */
export const longestTold = 200;
