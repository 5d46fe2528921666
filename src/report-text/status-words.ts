import type { ExecutionStatus, RunStatus } from '../model/status.ts';
import type { Paint } from './paint.ts';

type Status = ExecutionStatus | RunStatus;

const looks: Readonly<Record<Status, { readonly sign: string; readonly paint: keyof Paint }>> = {
  queued: { sign: '·', paint: 'dim' },
  held: { sign: '‖', paint: 'yellow' },
  running: { sign: '▶', paint: 'cyan' },
  paused: { sign: '‖', paint: 'yellow' },
  retrying: { sign: '↻', paint: 'yellow' },
  succeeded: { sign: '✓', paint: 'green' },
  cached: { sign: '✓', paint: 'green' },
  failed: { sign: '✗', paint: 'red' },
  timed_out: { sign: '✗', paint: 'red' },
  cancelled: { sign: '■', paint: 'yellow' },
  skipped: { sign: '○', paint: 'dim' },
  interrupted: { sign: '!', paint: 'red' },
};

/** A status as one painted sign. */
export function statusSign(status: Status, paint: Paint): string {
  const look = looks[status];
  return paint[look.paint](look.sign);
}

/** A status as its own word, painted; padded so that columns stand. */
export function statusWord(status: Status, paint: Paint, width = 0): string {
  return paint[looks[status].paint](status.padEnd(width));
}
