import { positionAt } from '../../../common/position.ts';

/** By whose rules a version is written. */
export type VersionScheme = 'semver' | 'pep440' | 'any';

/** What a file is a part of; what is a part of nothing tells the version of the project as a whole. */
export type Ecosystem = 'javascript' | 'python' | 'rust' | 'any';

/** A place that tells the version of a project. */
export interface VersionPlace {
  /** Relative to the workspace. */
  readonly path: string;
  /** As it is written, without quotes. */
  readonly text: string;
  /** Where the text begins, both from 1; it ends on the same line. */
  readonly line: number;
  readonly column: number;
  readonly ecosystem: Ecosystem;
  readonly scheme: VersionScheme;
  /** Whether the packager reads the version here. */
  readonly manifest: boolean;
  /** The name of the package where the file tells it. */
  readonly name: string | null;
  /** Whether the file says that the package is not to be published. */
  readonly private: boolean;
}

/** What a kind of file is, without what was read. */
export type PlaceKind = Pick<VersionPlace, 'ecosystem' | 'scheme' | 'manifest'>;

/** A place by the offset of its text in the file. */
export function placeAt(
  path: string,
  source: string,
  offset: number,
  text: string,
  kind: PlaceKind,
  more: { readonly name?: string | null; readonly private?: boolean } = {},
): VersionPlace {
  return {
    path,
    text,
    ...positionAt(source, offset),
    ...kind,
    // What is printed must not begin lines of its own.
    name: more.name && /^[\w@/.~ -]{1,214}$/.test(more.name) ? more.name : null,
    private: more.private ?? false,
  };
}

/** The name of a package as it is compared: PyPI and import names write `-`, `_` and `.` for one another. */
export function normalName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}
