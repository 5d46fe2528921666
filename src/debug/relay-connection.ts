import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { errorCode, errorMessage } from '../common/errors.ts';
import { err, ok, type Result } from '../common/result.ts';

/** How long nobody may listen at an address, and the pause between two tries, milliseconds. */
const patience = { mostMs: 15_000, pauseMs: 100 };

/** Where a debug adapter listens. */
export interface RelayAddress {
  readonly host: string;
  readonly port: number;
}

/** Hears a connection. */
export interface ConnectionListener {
  onMessage(message: DebugProtocol.ProtocolMessage): void;
  /** Once; nothing comes after it. */
  onClose(): void;
}

/** A connection to a debug adapter that listens: messages as JSON behind their `Content-Length`. */
export class RelayConnection {
  readonly #socket: Socket;
  #closed = false;

  constructor(socket: Socket, listener: ConnectionListener) {
    this.#socket = socket;
    const reader = new MessageReader((message) => listener.onMessage(message));
    socket.on('data', (chunk: Buffer) => {
      if (!reader.read(chunk)) socket.destroy();
    });
    // A connection that breaks is closed next.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.#closed = true;
      listener.onClose();
    });
  }

  send(message: object): void {
    if (this.#closed) return;
    const body = Buffer.from(JSON.stringify(message));
    this.#socket.write(Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]));
  }

  close(): void {
    this.#socket.destroy();
  }
}

/** Connects, again and again while nobody listens; the error is for people. */
export async function connectPatiently(
  { host, port }: RelayAddress,
  signal: AbortSignal,
): Promise<Result<Socket, string>> {
  const until = performance.now() + patience.mostMs;
  for (;;) {
    const tried = await connectOnce({ host, port }, signal);
    if (tried.ok) return tried;
    if (signal.aborted) return err('the session has ended');
    if (tried.error.code !== 'ECONNREFUSED' || performance.now() >= until) {
      const why =
        tried.error.code === 'ECONNREFUSED'
          ? `nobody listens there after ${patience.mostMs / 1000} s; the agent may have ended`
          : tried.error.message;
      return err(`debugpy cannot be reached at ${host}:${port}: ${why}`);
    }
    await sleep(patience.pauseMs);
  }
}

function connectOnce(
  { host, port }: RelayAddress,
  signal: AbortSignal,
): Promise<Result<Socket, { readonly code: string | undefined; readonly message: string }>> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const giveUp = (): void => {
      socket.destroy(new Error('the session has ended'));
    };
    signal.addEventListener('abort', giveUp, { once: true });
    const onError = (error: Error): void => {
      signal.removeEventListener('abort', giveUp);
      resolve(err({ code: errorCode(error), message: errorMessage(error) }));
    };
    socket.once('error', onError);
    socket.once('connect', () => {
      signal.removeEventListener('abort', giveUp);
      socket.off('error', onError);
      socket.setNoDelay(true);
      resolve(ok(socket));
    });
  });
}

const separator = Buffer.from('\r\n\r\n');

/** More than this before a separator is no header. */
const mostHeaderBytes = 4096;

/** Puts messages together from what a socket reads. */
class MessageReader {
  readonly #onMessage: (message: DebugProtocol.ProtocolMessage) => void;
  #chunks: Buffer[] = [];
  #length = 0;
  #wanted = 0;

  constructor(onMessage: (message: DebugProtocol.ProtocolMessage) => void) {
    this.#onMessage = onMessage;
  }

  /** False where this is not the protocol. */
  read(chunk: Buffer): boolean {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    if (this.#length < this.#wanted) return true;
    let bytes = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
    for (;;) {
      const end = bytes.indexOf(separator);
      if (end < 0 && bytes.length > mostHeaderBytes) return false;
      const start = end + separator.length;
      const [, length] = /Content-Length:\s*(\d+)/i.exec(bytes.toString('latin1', 0, Math.max(end, 0))) ?? [];
      if (end >= 0 && length === undefined) return false;
      this.#wanted = end < 0 ? 0 : start + Number(length);
      if (end < 0 || bytes.length < this.#wanted) break;
      const message = parse(bytes.toString('utf8', start, this.#wanted));
      bytes = bytes.subarray(this.#wanted);
      if (message === null) return false;
      this.#onMessage(message);
    }
    this.#chunks = bytes.length === 0 ? [] : [bytes];
    this.#length = bytes.length;
    return true;
  }
}

function parse(text: string): DebugProtocol.ProtocolMessage | null {
  try {
    const message: unknown = JSON.parse(text);
    const isMessage = typeof message === 'object' && message !== null && 'type' in message;
    return isMessage ? (message as DebugProtocol.ProtocolMessage) : null;
  } catch {
    return null; // Whoever listens there is no debug adapter.
  }
}
