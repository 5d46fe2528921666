import type { Awaitable } from '../common/awaitable.ts';
import type { Method, ParamsOf, ResultOf, WhenAlone } from '../rpc/methods.ts';

/** What a handler needs to know of its caller. */
export interface Call {
  /** The caller's token. */
  readonly token: string;
  /** Fires when the caller takes the request back, or is gone. */
  readonly signal: AbortSignal;
  /** Fires when the caller's connection is closed. */
  readonly gone: AbortSignal;
  subscribe(after: number, runId: string | undefined): number;
  unsubscribe(subscription: number): void;
  /** From now on this client hears what the library tells; an agent does not. */
  hearLibrary(): void;
  /** Notes what this client wishes for the runs that it leaves behind. */
  wish(whenAlone: WhenAlone): void;
}

/** A function for each method. */
export type Handlers<M extends Method> = {
  readonly [K in M]: (params: ParamsOf<K>, call: Call) => Awaitable<ResultOf<K>>;
};
