import type { DebugProtocol } from '@vscode/debugprotocol';
import type { RunPause } from '../model/debug.ts';

/** Who a debugger is: whether it made a run stand still is told by this. */
export interface StoppedFor {
  readonly by: string;
  /** The session that its breakpoints have; null where it has none. */
  readonly session: string | null;
  readonly threadId: number;
}

const descriptions: Readonly<Record<RunPause['reason'], string>> = {
  entry: 'Paused on entry',
  breakpoint: 'Paused on breakpoint',
  'function breakpoint': 'Paused on breakpoint',
  step: 'Paused after a step',
  pause: 'Paused',
  exception: 'Paused on failure',
  goto: 'Paused where it was sent',
  restart: 'Paused to run again',
};

/** What a client is told of a run that stands still. */
export function stoppedBody(
  pause: RunPause,
  { by, session, threadId }: StoppedFor,
): DebugProtocol.StoppedEvent['body'] {
  const { reason, breakpoints, text } = pause;
  const own = breakpoints.filter((breakpoint) => breakpoint.session === session).map(({ id }) => id);
  const isOwn = own.length > 0 || pause.by === by;
  return {
    reason,
    description: isOwn ? descriptions[reason] : `paused by ${pause.by}`,
    threadId,
    allThreadsStopped: true,
    ...(text !== null && { text }),
    ...(own.length > 0 && { hitBreakpointIds: own }),
  };
}

/** What happened to the attempt at whose end a run stands. */
export function exceptionBody(pause: RunPause): DebugProtocol.ExceptionInfoResponse['body'] {
  const text = pause.text ?? 'the attempt has failed';
  const kind = pause.failure ?? 'failed';
  return {
    exceptionId: kind,
    description: text,
    breakMode: 'always',
    details: { message: text, typeName: kind },
  };
}
