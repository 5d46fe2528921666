import type { Socket } from 'node:net';
import { AbstractMessageReader, type DataCallback, type Disposable, type Message } from 'vscode-jsonrpc/node';
import { errorMessage } from '../common/errors.ts';

const headerEnd = Buffer.from('\r\n\r\n');
const maxHeaderBytes = 4096;

/** Messages that may be handed over and not yet dispatched before the socket is left unread. */
const maxOutstanding = 16;

export interface MessageReaderLimits {
  /** Bytes; a longer message is an error. */
  readonly maxMessageBytes: number;
  /** Unsent bytes above which a peer that does not read is not read either; only one end may have such a limit. */
  readonly maxUnsentBytes: number;
}

/** The notification that takes a request back; it overtakes the messages before it. */
const cancelMethod = '$/cancelRequest';

/**
 * Reads JSON-RPC messages (`Content-Length` framing) in bounded memory: a message has a largest size, a header too,
 * and a peer that sends faster than it is answered, or that does not take its answers, is left unread.
 *
 * The first thing that is no message fires `onError` and ends the reading; the owner closes the socket.
 */
export class BoundedMessageReader extends AbstractMessageReader {
  /** Bytes; a longer message is an error. */
  maxMessageBytes: number;
  readonly #socket: Socket;
  readonly #maxUnsentBytes: number;
  readonly #onCancel: (id: unknown) => void;
  #chunks: Buffer[] = [];
  #size = 0;
  /** Length of the body that is awaited; -1 while in a header. */
  #bodyLength = -1;
  readonly #outstanding = new Set<unknown>();
  #failed = false;
  #callback: DataCallback | undefined;

  /** @param onCancel takes the id of a request that is taken back; that notification is not handed over */
  constructor(socket: Socket, limits: MessageReaderLimits, onCancel: (id: unknown) => void) {
    super();
    this.#socket = socket;
    this.maxMessageBytes = limits.maxMessageBytes;
    this.#maxUnsentBytes = limits.maxUnsentBytes;
    this.#onCancel = onCancel;
  }

  /** Messages that were handed over and not yet dispatched. */
  get outstanding(): number {
    return this.#outstanding.size;
  }

  listen(callback: DataCallback): Disposable {
    this.#callback = callback;
    const onData = (chunk: Buffer) => {
      if (this.#failed) return;
      this.#chunks.push(chunk);
      this.#size += chunk.length;
      this.#deliver();
    };
    const onDrain = () => this.#deliver();
    this.#socket.on('data', onData);
    this.#socket.on('drain', onDrain);
    return {
      dispose: () => {
        this.#socket.off('data', onData);
        this.#socket.off('drain', onDrain);
      },
    };
  }

  /** Says that a message was dispatched. */
  release(message: Message): void {
    this.#outstanding.delete(keyOf(message));
    this.#deliver();
  }

  #deliver(): void {
    while (!this.#failed) {
      if (this.#outstanding.size >= maxOutstanding || this.#socket.writableLength > this.#maxUnsentBytes) {
        this.#socket.pause();
        return;
      }
      let message: Message | undefined;
      try {
        message = this.#next();
        if (!message) break;
        if ('method' in message && message.method === cancelMethod) {
          this.#onCancel(cancelledId(message));
          continue;
        }
        const key = keyOf(message);
        // The queue of the connection keeps one message an id: another one would replace it.
        if (this.#outstanding.has(key)) throw new Error('the id is in use');
        this.#outstanding.add(key);
        this.#callback?.(message);
      } catch (error) {
        this.#failed = true;
        this.#chunks = [];
        this.#size = 0;
        this.fireError(new Error(`not a message: ${errorMessage(error)}`));
        return;
      }
    }
    if (this.#socket.isPaused()) this.#socket.resume();
  }

  #next(): Message | undefined {
    if (this.#bodyLength === -1) {
      const head = this.#join();
      const end = head.indexOf(headerEnd);
      if (end === -1 ? head.length > maxHeaderBytes : end > maxHeaderBytes)
        throw new Error('header too long');
      if (end === -1) return undefined;
      this.#bodyLength = this.#contentLength(head.toString('latin1', 0, end));
      this.#keep(head.subarray(end + headerEnd.length));
    }
    if (this.#size < this.#bodyLength) return undefined;
    const body = this.#join();
    const message: unknown = JSON.parse(body.toString('utf8', 0, this.#bodyLength));
    this.#keep(body.subarray(this.#bodyLength));
    this.#bodyLength = -1;
    if (message === null || typeof message !== 'object' || !('jsonrpc' in message)) {
      throw new Error('not a JSON-RPC object');
    }
    return message as Message;
  }

  #contentLength(header: string): number {
    const digits = /^content-length:[ \t]*(\d{1,12})[ \t]*$/im.exec(header)?.[1];
    if (digits === undefined) throw new Error('no Content-Length');
    const length = Number(digits);
    if (length > this.maxMessageBytes) throw new Error(`message of ${length} bytes is too long`);
    return length;
  }

  /** Everything received and not yet used, as one buffer. */
  #join(): Buffer {
    const [first] = this.#chunks;
    if (this.#chunks.length === 1 && first) return first;
    const joined = Buffer.concat(this.#chunks, this.#size);
    this.#chunks = [joined];
    return joined;
  }

  #keep(rest: Buffer): void {
    this.#chunks = rest.length > 0 ? [rest] : [];
    this.#size = rest.length;
  }
}

function cancelledId(message: object): unknown {
  const params: unknown = 'params' in message ? message.params : undefined;
  return params !== null && typeof params === 'object' && 'id' in params ? params.id : undefined;
}

/** What names a message among those that wait: its id, or itself. */
function keyOf(message: object): unknown {
  const id: unknown = 'id' in message ? message.id : undefined;
  return typeof id === 'string' || typeof id === 'number' ? String(id) : message;
}
