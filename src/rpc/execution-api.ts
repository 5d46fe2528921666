import type { Awaitable } from '../common/awaitable.ts';
import type { Json } from '../common/json.ts';
import type { PastValue } from '../model/report.ts';

/** What the process of an execution may ask, for itself: its token says which one it is. Error: `execution-ended`. */
export interface ExecutionApi {
  /** The execution that may ask with this token; null when there is none, or when it has ended. */
  ofToken(token: string): string | null;
  /** Resolves when the lock is held. Rejects when the execution ended or is the victim of a deadlock, and when `signal` fires. */
  acquireLock(request: {
    readonly token: string;
    readonly lock: string;
    readonly slots: number;
    readonly signal: AbortSignal;
  }): Promise<void>;
  releaseLock(request: { readonly token: string; readonly lock: string }): Awaitable<void>;
  /** Null where nobody set it. */
  contextValue(request: { readonly token: string; readonly name: string }): Awaitable<Json>;
  setContextValue(request: {
    readonly token: string;
    readonly name: string;
    readonly value: Json;
  }): Awaitable<void>;
  /** What an agent told under a name in earlier executions, newest first; without `agent`: the one that asks. */
  pastValues(request: {
    readonly token: string;
    readonly kind: 'metric' | 'output';
    readonly name: string;
    readonly agent?: string | undefined;
    readonly limit: number;
  }): Awaitable<readonly PastValue[]>;
}
