import type { Classification } from './classify.ts';

export const importances = ['critical', 'high', 'medium', 'low'] as const;
export type Importance = (typeof importances)[number];

/** The formula in words; the report carries it. */
export const importanceFormula =
  'importance = 40 * min(1, log2(1 + files that import it) / 5) + 10 * min(1, log2(1 + files it imports) / 5) ' +
  '+ 15 * min(1, log2(1 + KiB) / 8) + 35 * role, rounded to one decimal. ' +
  'role: 1 for an entry point, a pipeline definition and a package manifest; 0.8 for a readme, CI and build configuration; ' +
  '0.6 for code; 0.4 for documents, other configuration and notebooks; 0.3 for tests and examples; 0.2 for data; 0.1 for what is left. ' +
  'Assets and data have no part for their size. critical from 60, high from 40, medium from 25, low below.';

const roles: Readonly<Record<string, number>> = {
  'config:pipeline': 1,
  'config:package': 1,
  'config:lock': 0.1,
  'config:ci': 0.8,
  'config:build': 0.8,
  'config:container': 0.8,
  'doc:readme': 0.8,
  'doc:legal': 0.1,
  'code:notebook': 0.4,
  'code:test': 0.3,
  'code:example': 0.3,
  code: 0.6,
  doc: 0.4,
  config: 0.4,
  data: 0.2,
};

/** How much hangs on a file, 0 to 100, by `importanceFormula`. */
export function importanceScore(
  { type, group }: Classification,
  bytes: number,
  importedBy: number,
  importsFiles: number,
  entryPoint: boolean,
): number {
  const role =
    entryPoint && type === 'code' && group !== 'test' ? 1 : (roles[`${type}:${group}`] ?? roles[type] ?? 0.1);
  const sized = type !== 'asset' && type !== 'data' && type !== 'other';
  const score =
    40 * share(importedBy, 5) +
    10 * share(importsFiles, 5) +
    (sized ? 15 * share(bytes / 1024, 8) : 0) +
    35 * role;
  return Math.round(score * 10) / 10;
}

function share(value: number, full: number): number {
  return Math.min(1, Math.log2(1 + value) / full);
}

export function importanceOf(score: number): Importance {
  if (score >= 60) return 'critical';
  if (score >= 40) return 'high';
  return score >= 25 ? 'medium' : 'low';
}
