/** What suites are found by. */
export interface TestEvidence {
  /** By path: files for which `isEvidence` of `find-suites.ts` holds, without examples and fixtures. */
  readonly files: readonly string[];
  /** Manifests of projects, no matter of which kind. */
  readonly manifests: readonly string[];
  /** Folders of examples and fixtures that hold tests. */
  readonly exampleFolders: readonly string[];
  /** The text of a file; null where it cannot be read. */
  read(path: string): string | null;
}
