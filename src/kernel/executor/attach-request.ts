import type { Readable } from 'node:stream';
import type { DebugTarget } from './debug-target.ts';

/** A running process that a debugger is to be let into. */
export interface AttachRequest {
  readonly target: DebugTarget;
  /** The main process of the attempt. */
  readonly pid: number;
  /** Its standard error, which somebody else reads. */
  readonly stderr: Readable;
  readonly cwd: string;
  /** The environment of the agent. */
  readonly env: Readonly<Record<string, string>>;
  /** The port that the definition names; null for a free one. */
  readonly port: number | null;
  /** Aborted when the attempt ends. */
  readonly signal: AbortSignal;
}
