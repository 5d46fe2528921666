/** What of a workspace is indexed. */
export interface LibraryRules {
  /** Why nothing is, for whoever searches; null where something is. */
  readonly off: string | null;
  /** More patterns to leave out; no file can take them back. See `excludedPaths`. */
  readonly exclude: readonly string[];
  /** Files with more bytes are left out. */
  readonly maxFileBytes: number;
}

/** The rules that hold where nobody has made any. */
export const plainRules: LibraryRules = { off: null, exclude: [], maxFileBytes: 8 * 1024 * 1024 };

/** Whether the same is indexed by two rules. */
export function sameRules(a: LibraryRules, b: LibraryRules): boolean {
  return JSON.stringify(inOrder(a)) === JSON.stringify(inOrder(b));
}

function inOrder({ off, exclude, maxFileBytes }: LibraryRules) {
  return [off, exclude, maxFileBytes];
}
