import { DebugSession } from './debug-session.ts';
import type { DebugSessionOptions } from './session-options.ts';

/** Makes a debug session for a host that hands it messages, and sends those that it gives. */
export function createDebugSession(options: DebugSessionOptions): DebugSession {
  return new DebugSession(options);
}
