import type { JsonObject } from '../../common/json.ts';
import { numberParameter, patternsParameter, sizeParameter } from '../parameters.ts';

/** What the `with` block of the smoke tester may say. */
export interface SmokeParameters {
  /** The smallest pass rate that is a success, 0 to 1. */
  readonly threshold: number;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Bytes; larger files are skipped. */
  readonly maxFileBytes: number;
}

export function smokeParameters(values: JsonObject): SmokeParameters {
  return {
    threshold: numberParameter(values, 'threshold', 1, { min: 0, max: 1 }),
    include: patternsParameter(values, 'include'),
    exclude: patternsParameter(values, 'exclude'),
    maxFileBytes: sizeParameter(values, 'max_file_size', 5 * 1024 * 1024),
  };
}
