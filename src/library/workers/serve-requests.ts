import type { MessagePort } from 'node:worker_threads';
import type { Awaitable } from '../../common/awaitable.ts';
import { carryError } from './carried-error.ts';
import type { FromWorker, Methods, Notice, ToWorker } from './worker-messages.ts';

/** What answers each method. */
export type Handlers<M extends Methods> = {
  readonly [Name in keyof M]: (params: M[Name]['params'], signal: AbortSignal) => Awaitable<M[Name]['value']>;
};

/** Answers what comes through a port, in a thread. Answers with what tells something without being asked. */
export function serveRequests<M extends Methods>(
  port: MessagePort,
  handlers: Handlers<M>,
): (notice: Notice) => void {
  const running = new Map<number, AbortController>();
  const send = (message: FromWorker) => port.postMessage(message);
  port.on('message', async (message: ToWorker) => {
    if (message.kind === 'cancel') return running.get(message.id)?.abort();
    const { id, method, params } = message;
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const handler = handlers[method];
      if (handler === undefined) throw new Error(`there is no method ${method}`);
      send({ kind: 'answer', id, value: await handler(params, controller.signal) });
    } catch (error) {
      send({ kind: 'refusal', id, error: carryError(error) });
    } finally {
      running.delete(id);
    }
  });
  return send;
}
