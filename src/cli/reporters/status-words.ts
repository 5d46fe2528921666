import type { ExecutionStatus, RunStatus } from '../../model/status.ts';
import * as words from '../../report-text/status-words.ts';
import { colors } from './colors.ts';

type Status = ExecutionStatus | RunStatus;

/** A status as one coloured sign. */
export function statusSign(status: Status): string {
  return words.statusSign(status, colors);
}

/** A status as its own word, coloured; padded so that columns stand. */
export function statusWord(status: Status, width = 0): string {
  return words.statusWord(status, colors, width);
}
