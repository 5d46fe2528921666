import type * as z from 'zod';
import { checkArguments } from '../check-arguments.ts';
import type { SessionCore } from '../session-core.ts';

/** What is answered, and what is done right after the answer was sent. */
export interface Reply {
  readonly body?: object | undefined;
  readonly afterwards?: (() => void) | undefined;
}

/** What must be so before a request can be answered. */
export type Needs =
  | 'nothing'
  /** The client has said what it is. */
  | 'client'
  /** Something is being debugged. */
  | 'run'
  /** And stands still. */
  | 'pause';

/** How a request is answered. */
export interface RequestHandler {
  readonly needs: Needs;
  /** Events wait until it is answered: what it sets going must not be heard of before. */
  readonly holdsEvents: boolean;
  /** Whether who waits for the answer should be shown why there is none. */
  readonly showsErrors: boolean;
  answer(core: SessionCore, args: unknown, signal: AbortSignal): Reply | Promise<Reply>;
}

export type RequestHandlers = ReadonlyMap<string, RequestHandler>;

/** A request whose arguments are checked before it is answered. */
export function handler<T>(
  command: string,
  needs: Needs,
  schema: z.ZodType<T>,
  answer: (core: SessionCore, args: T, signal: AbortSignal) => Reply | Promise<Reply>,
): readonly [string, RequestHandler] {
  return [
    command,
    {
      needs,
      holdsEvents: false,
      showsErrors: false,
      answer: (core, args, signal) => answer(core, checkArguments(command, schema, args), signal),
    },
  ];
}

/** One that moves the run. */
export function movingHandler<T>(
  command: string,
  needs: Needs,
  schema: z.ZodType<T>,
  move: (core: SessionCore, args: T) => Promise<Reply>,
): readonly [string, RequestHandler] {
  const [, moving] = handler(command, needs, schema, move);
  return [command, { ...moving, holdsEvents: true, showsErrors: true }];
}
