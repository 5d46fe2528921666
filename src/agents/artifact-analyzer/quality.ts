import type { Classification } from './classify.ts';
import type { CodeFacts, Share, TextFacts } from './facts.ts';

/** What the quality of one file is computed from; null and undefined are not measured. */
export interface QualityInput {
  readonly classification: Classification;
  readonly parses: boolean | null;
  readonly code: CodeFacts;
  readonly text: TextFacts | null;
  /** Whether another file has the same content. */
  readonly duplicate: boolean | null;
  /** Whether a test is named after it or imports it; null where no test is expected. */
  readonly tested: boolean | null;
}

export const qualityParts = [
  'parses',
  'documented',
  'length',
  'functions',
  'unique',
  'complexity',
  'typed',
  'tested',
  'finished',
  'heading',
] as const;
export type QualityPart = (typeof qualityParts)[number];

/** How much each part counts. */
export const qualityWeights: Readonly<Record<QualityPart, number>> = {
  parses: 30,
  documented: 20,
  length: 10,
  functions: 10,
  complexity: 10,
  typed: 5,
  unique: 10,
  tested: 10,
  finished: 10,
  heading: 20,
};

/** The formula in words; the report carries it. */
export const qualityFormula =
  'quality = sum(weight * part) / sum(weight), over the parts that were measured, each 0 to 100, rounded; null where nothing but unique was. ' +
  'parses (30): 100 or 0. documented (20): the percentage of public functions and classes (in Python of modules and methods too) with a docstring or JSDoc, not for tests. ' +
  'length (10): code, 100 up to 300 lines, falling evenly to 0 at 1500. functions (10): the longest function, 100 up to 50 lines, falling evenly to 0 at 250. ' +
  'complexity (10): the cyclomatic complexity of the most complex function, 100 up to 10, falling evenly to 0 at 50. ' +
  'typed (5): Python and TypeScript, the percentage of parameters and results that have a type, not for tests. ' +
  'unique (10): 0 where another file has the same content. tested (10): code that is no test, example, script or notebook, 100 where a test is named after it or imports it. ' +
  'finished (10): code and documents, 100 less 25 for each TODO, FIXME, XXX or HACK per 100 lines. heading (20): Markdown and reStructuredText, 100 where there is a heading.';

export interface Quality {
  /** 0 to 100; null where nothing but `unique` was measured. */
  readonly score: number | null;
  readonly parts: Readonly<Partial<Record<QualityPart, number>>>;
}

/** The quality of a file by `qualityFormula`. */
export function quality(input: QualityInput): Quality {
  const { type, group } = input.classification;
  const { code, text } = input;
  const isCode = type === 'code';
  const prose = isCode || type === 'doc';
  const measured: Record<QualityPart, number | null> = {
    parses: yesNo(input.parses),
    documented: group === 'test' ? null : percentage(code.documented),
    length: isCode && text !== null ? falling(text.lines, 300, 1500) : null,
    functions: code.longestFunction ? falling(code.longestFunction, 50, 250) : null,
    complexity:
      code.complexity && code.complexity.functions > 0 ? falling(code.complexity.max, 10, 50) : null,
    typed: group === 'test' ? null : percentage(code.typed),
    unique: input.duplicate === null ? null : yesNo(!input.duplicate),
    tested: yesNo(input.tested),
    finished:
      prose && text !== null && text.lines > 0
        ? Math.max(0, 100 - (25 * 100 * text.todos) / Math.max(text.lines, 100))
        : null,
    heading: type === 'doc' && text !== null && text.lines > 0 ? yesNo(text.heading) : null,
  };
  const parts: Partial<Record<QualityPart, number>> = {};
  let sum = 0;
  let weights = 0;
  for (const part of qualityParts) {
    const value = measured[part];
    if (value === null) continue;
    parts[part] = Math.round(value);
    sum += value * qualityWeights[part];
    weights += qualityWeights[part];
  }
  const known = Object.keys(parts).some((part) => part !== 'unique');
  return { score: known ? Math.round(sum / weights) : null, parts };
}

function percentage(share: Share | null): number | null {
  return share === null || share.of === 0 ? null : (100 * share.count) / share.of;
}

function yesNo(value: boolean | null): number | null {
  return value === null ? null : value ? 100 : 0;
}

/** 100 up to `good`, 0 from `bad` on, evenly between. */
function falling(value: number, good: number, bad: number): number {
  return 100 * Math.min(1, Math.max(0, (bad - value) / (bad - good)));
}
