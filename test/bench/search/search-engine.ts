import type { EvaluationSet } from './evaluation-set.ts';

/** Something that finds paths. */
export interface SearchEngine {
  readonly name: string;
  /** Makes its index of a set. */
  open(set: EvaluationSet): Promise<OpenEngine>;
}

/** An index that can be asked. */
export interface OpenEngine {
  /** At most a hundred paths, the best first, each once. */
  search(query: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** As many answers as are looked at. */
export const answers = 100;
