import type { FileCoverage } from './coverage.ts';

/** The coverage of a group of files. */
export interface GroupCoverage {
  readonly name: string;
  readonly files: number;
  readonly public: number;
  readonly documented: number;
}

/** The coverage by a property of the files, the largest groups first. */
export function groupCoverage(
  coverage: readonly FileCoverage[],
  nameOf: (file: FileCoverage) => string,
): GroupCoverage[] {
  const groups = new Map<string, GroupCoverage>();
  for (const file of coverage) {
    const name = nameOf(file);
    const group = groups.get(name) ?? { name, files: 0, public: 0, documented: 0 };
    groups.set(name, {
      name,
      files: group.files + 1,
      public: group.public + file.public,
      documented: group.documented + file.documented,
    });
  }
  return [...groups.values()].sort((a, b) => b.public - a.public || (a.name < b.name ? -1 : 1));
}

/** Rounded down, so that only a full house is 100 %. */
export function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${Math.floor((100 * part) / whole)} %`;
}
