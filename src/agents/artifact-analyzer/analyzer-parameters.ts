import type { JsonObject } from '../../common/json.ts';
import { numberParameter, patternsParameter, sizeParameter } from '../parameters.ts';

/** What the `with` block of the artifact analyzer may say. */
export interface AnalyzerParameters {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Bytes; larger files are listed and not read. */
  readonly maxFileBytes: number;
  /** How many artifacts the summary ranks. */
  readonly top: number;
}

export function analyzerParameters(values: JsonObject): AnalyzerParameters {
  return {
    include: patternsParameter(values, 'include'),
    exclude: patternsParameter(values, 'exclude'),
    maxFileBytes: sizeParameter(values, 'max_file_size', 5 * 1024 * 1024),
    top: numberParameter(values, 'top', 10, { min: 0, max: 1000, whole: true }),
  };
}
