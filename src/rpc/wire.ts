import type { Socket } from 'node:net';
import {
  CancellationSenderStrategy,
  CancellationTokenSource,
  createMessageConnection,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { errorMessage } from '../common/errors.ts';
import { BoundedMessageReader, type MessageReaderLimits } from './message-reader.ts';
import { SocketTextWriter } from './message-writer.ts';

/** One end of a connection: JSON-RPC over a socket, in bounded memory. */
export interface Wire {
  readonly rpc: MessageConnection;
  /** Writes a message that is JSON already; resolves when the system has taken it. */
  writeText(json: string): Promise<void>;
  /** Bytes that a message of the other end may have from now on. */
  limitMessages(bytes: number): void;
  /** Sends what is written, then closes; a peer that does not take it within `graceMs` is cut off. */
  end(graceMs: number): void;
  /** Closes at once. */
  destroy(): void;
}

export interface WireOptions {
  readonly limits: MessageReaderLimits;
  /** Something that is worth a line in a log: rubbish from the other end, a handler that threw. */
  onTrouble(message: string): void;
  /** Called once, after every message that arrived was dispatched. */
  onClosed(): void;
}

/** Makes a wire of a connected socket. Register handlers on `rpc`, then call `rpc.listen()`. */
export function openWire(socket: Socket, options: WireOptions): Wire {
  const cancellations = new Cancellations();
  const reader = new BoundedMessageReader(socket, options.limits, (id) => cancellations.cancel(id));
  const writer = new SocketTextWriter(socket);
  let socketClosed = false;
  let closed = false;
  const trouble = (message: string) => options.onTrouble(message);
  const closeWhenDispatched = () => {
    if (!socketClosed || closed || reader.outstanding > 0) return;
    closed = true;
    rpc.dispose();
    options.onClosed();
  };
  const rpc = createMessageConnection(
    reader,
    writer,
    { error: trouble, warn: trouble, info: trouble, log: trouble },
    {
      cancellationStrategy: {
        receiver: { createCancellationTokenSource: (id) => cancellations.begin(id) },
        sender: CancellationSenderStrategy.Message,
      },
      messageStrategy: {
        async handleMessage(message, next) {
          try {
            // Not awaited: a request that takes long holds no message behind it back.
            const handled = Promise.resolve(next(message));
            handled
              .catch((error: unknown) => trouble(errorMessage(error)))
              .finally(() => cancellations.forget(message));
          } finally {
            reader.release(message);
            if (socketClosed) setImmediate(closeWhenDispatched);
          }
        },
      },
    },
  );
  reader.onError((error) => {
    trouble(error.message);
    socket.destroy();
  });
  socket.on('error', (error) => trouble(error.message));
  socket.on('close', () => {
    socketClosed = true;
    closeWhenDispatched();
  });
  return {
    rpc,
    writeText: (json) => writer.writeText(json),
    limitMessages: (bytes) => {
      reader.maxMessageBytes = bytes;
    },
    end: (graceMs) => {
      socket.end();
      setTimeout(() => socket.destroy(), graceMs).unref();
    },
    destroy: () => socket.destroy(),
  };
}

/** Requests that wait for their turn and were taken back already; more are forgotten, and answered in vain. */
const maxEarly = 64;

/** Which requests of the other end were taken back. */
class Cancellations {
  readonly #underWay = new Map<unknown, CancellationTokenSource>();
  readonly #early = new Set<unknown>();

  cancel(id: unknown): void {
    const source = this.#underWay.get(id);
    if (source) source.cancel();
    else if (this.#early.size < maxEarly) this.#early.add(id);
  }

  begin(id: unknown): CancellationTokenSource {
    const source = new CancellationTokenSource();
    this.#underWay.set(id, source);
    if (this.#early.delete(id)) source.cancel();
    return source;
  }

  forget(message: object): void {
    if (!('id' in message)) return;
    this.#underWay.delete(message.id);
    this.#early.delete(message.id);
  }
}
