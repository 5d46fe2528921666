import type { FileHistory } from '../git-history.ts';
import type { Classification } from './classify.ts';
import type { ComplexityFacts, Share } from './facts.ts';
import type { Importance, ImportancePart } from './importance.ts';
import type { QualityPart } from './quality.ts';

/** One file of the workspace, as the report has it; null is not measured. */
export interface Artifact {
  readonly path: string;
  readonly classification: Classification;
  readonly bytes: number;
  readonly lines: number | null;
  /** Whether it is code that a program made, or that comes from elsewhere. */
  readonly generated: boolean;
  /** 0 to 100. */
  readonly quality: number | null;
  readonly qualityParts: Readonly<Partial<Record<QualityPart, number>>>;
  readonly importance: Importance;
  /** 0 to 100. */
  readonly importanceScore: number;
  /** What each part adds to it. */
  readonly importanceParts: Readonly<Partial<Record<ImportancePart, number>>>;
  /** 1 is the most important. */
  readonly rank: number;
  readonly entryPoint: boolean;
  readonly imports: number;
  readonly importedBy: number;
  readonly complexity: ComplexityFacts | null;
  readonly documented: Share | null;
  readonly typed: Share | null;
  /** Whether a test is named after it; null where no test is expected. */
  readonly testBeside: boolean | null;
  /** Tests that import it. */
  readonly tests: number;
  /** Whether a test imports it, or something that does. */
  readonly reachedByTests: boolean;
  /** Null where it was not changed in the time that was looked at, or there is no history. */
  readonly history: FileHistory | null;
  /** Commits times complexity; null where there is no history. */
  readonly heat: number | null;
  readonly hotSpot: boolean;
}
