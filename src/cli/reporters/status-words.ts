import type { ExecutionStatus, RunStatus } from '../../model/status.ts';
import { colors } from './colors.ts';

type Status = ExecutionStatus | RunStatus;

const looks: Record<Status, { readonly sign: string; readonly paint: (text: string) => string }> = {
  queued: { sign: '·', paint: colors.dim },
  held: { sign: '‖', paint: colors.yellow },
  running: { sign: '▶', paint: colors.cyan },
  paused: { sign: '‖', paint: colors.yellow },
  retrying: { sign: '↻', paint: colors.yellow },
  succeeded: { sign: '✓', paint: colors.green },
  cached: { sign: '✓', paint: colors.green },
  failed: { sign: '✗', paint: colors.red },
  timed_out: { sign: '✗', paint: colors.red },
  cancelled: { sign: '■', paint: colors.yellow },
  skipped: { sign: '○', paint: colors.dim },
  interrupted: { sign: '!', paint: colors.red },
};

/** A status as one coloured sign. */
export function statusSign(status: Status): string {
  const { sign, paint } = looks[status];
  return paint(sign);
}

/** A status as its own word, coloured; padded so that columns stand. */
export function statusWord(status: Status, width = 0): string {
  return looks[status].paint(status.padEnd(width));
}
