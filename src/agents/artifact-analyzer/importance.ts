import type { Classification } from './classify.ts';

export const importances = ['critical', 'high', 'medium', 'low'] as const;
export type Importance = (typeof importances)[number];

export const importanceParts = ['imported_by', 'imports', 'size', 'role', 'heat'] as const;
export type ImportancePart = (typeof importanceParts)[number];

/** How much each part counts. */
export const importanceWeights: Readonly<Record<ImportancePart, number>> = {
  imported_by: 40,
  imports: 10,
  size: 15,
  role: 35,
  heat: 15,
};

/** The formula in words; the report carries it. */
export const importanceFormula =
  'importance = 100 * sum(weight * part) / sum(weight), over the parts that were measured, rounded to one decimal. ' +
  'imported_by (40): min(1, log2(1 + files that import it) / 5). imports (10): min(1, log2(1 + files it imports) / 5). ' +
  'size (15): min(1, log2(1 + KiB) / 8), 0 for assets and data. ' +
  'role (35): 1 for an entry point, a pipeline definition and a package manifest; 0.8 for a readme, CI, container and build configuration; ' +
  '0.6 for code; 0.4 for documents, other configuration and notebooks; 0.3 for tests and examples; 0.2 for data; 0.1 for what is left. ' +
  'heat (15): min(1, log2(1 + commits * complexity) / 12), where there is a history. ' +
  'critical from 60, high from 40, medium from 25, low below.';

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

/** What the importance of one file is computed from. */
export interface ImportanceInput {
  readonly classification: Classification;
  readonly bytes: number;
  readonly importedBy: number;
  readonly imports: number;
  readonly entryPoint: boolean;
  /** Commits times complexity; null where there is no history. */
  readonly heat: number | null;
}

export interface ImportanceScore {
  /** 0 to 100. */
  readonly score: number;
  /** What each part adds to the score. */
  readonly parts: Readonly<Partial<Record<ImportancePart, number>>>;
}

/** How much hangs on a file, by `importanceFormula`. */
export function importanceScore(input: ImportanceInput): ImportanceScore {
  const { type, group } = input.classification;
  const starts = input.entryPoint && type === 'code' && group !== 'test';
  const sized = type !== 'asset' && type !== 'data' && type !== 'other';
  const measured: Readonly<Record<ImportancePart, number | null>> = {
    imported_by: share(input.importedBy, 5),
    imports: share(input.imports, 5),
    size: sized ? share(input.bytes / 1024, 8) : 0,
    role: starts ? 1 : (roles[`${type}:${group}`] ?? roles[type] ?? 0.1),
    heat: input.heat === null ? null : share(input.heat, 12),
  };
  const known = importanceParts.filter((part) => measured[part] !== null);
  const weights = known.reduce((sum, part) => sum + importanceWeights[part], 0);
  const parts: Partial<Record<ImportancePart, number>> = {};
  let score = 0;
  for (const part of known) {
    const points = (100 * importanceWeights[part] * (measured[part] ?? 0)) / weights;
    parts[part] = Math.round(points * 10) / 10;
    score += points;
  }
  return { score: Math.round(score * 10) / 10, parts };
}

function share(value: number, full: number): number {
  return Math.min(1, Math.log2(1 + value) / full);
}

export function importanceOf(score: number): Importance {
  if (score >= 60) return 'critical';
  if (score >= 40) return 'high';
  return score >= 25 ? 'medium' : 'low';
}
