import { errorMessage } from '../common/errors.ts';

/** Bytes of a message; clients send a few thousand. */
const maxMessageBytes = 16 * 1024 * 1024;

/** Bytes that are searched for the beginning of a message before they are given up. */
const maxHeaderBytes = 8192;

const headerPattern = /content-length: *(\d{1,9}) *(?:\r?\n[^\r\n]+)*?\r?\n\r?\n/i;

/**
 * Reads messages of the Debug Adapter Protocol from bytes. What is none is passed over: the next `Content-Length` after
 * rubbish begins a message again.
 */
export class MessageStream {
  readonly #onMessage: (message: unknown) => void;
  readonly #onTrouble: (message: string) => void;
  #chunks: Buffer[] = [];
  #size = 0;
  /** Bytes of the message that is awaited; null while its header is. */
  #bodyLength: number | null = null;
  /** Bytes of a message that is too long to be kept, and that are still to come. */
  #skipped = 0;

  constructor(onMessage: (message: unknown) => void, onTrouble: (message: string) => void) {
    this.#onMessage = onMessage;
    this.#onTrouble = onTrouble;
  }

  /** Takes in what has come, and hands over every message that is complete. */
  push(chunk: Buffer): void {
    const passedOver = Math.min(this.#skipped, chunk.length);
    this.#skipped -= passedOver;
    if (passedOver < chunk.length) this.#chunks.push(chunk.subarray(passedOver));
    this.#size += chunk.length - passedOver;
    while (this.#next());
  }

  #next(): boolean {
    if (this.#bodyLength === null) return this.#readHeader();
    if (this.#size < this.#bodyLength) return false;
    const bytes = this.#joined();
    const body = bytes.toString('utf8', 0, this.#bodyLength);
    this.#keep(bytes.subarray(this.#bodyLength));
    this.#bodyLength = null;
    this.#hand(body);
    return true;
  }

  #readHeader(): boolean {
    const bytes = this.#joined();
    const text = bytes.toString('latin1', 0, maxHeaderBytes);
    const header = headerPattern.exec(text);
    if (!header) {
      // A header may have begun at the very end.
      if (bytes.length > maxHeaderBytes) {
        this.#onTrouble(`${maxHeaderBytes / 2} bytes that are no message were passed over`);
        this.#keep(bytes.subarray(maxHeaderBytes / 2));
        return true;
      }
      return false;
    }
    if (
      header.index > 0 &&
      text.slice(0, header.index).trim() !== '' &&
      !isHeader(text.slice(0, header.index))
    )
      this.#onTrouble(`${header.index} bytes that are no message were passed over`);
    const length = Number(header[1]);
    const rest = bytes.subarray(header.index + header[0].length);
    if (length <= maxMessageBytes) {
      this.#bodyLength = length;
      this.#keep(rest);
      return true;
    }
    this.#onTrouble(`a message of ${length} bytes was passed over`);
    this.#skipped = Math.max(0, length - rest.length);
    this.#keep(rest.subarray(Math.min(length, rest.length)));
    return this.#size > 0;
  }

  #hand(body: string): void {
    let message: unknown;
    try {
      message = JSON.parse(body);
    } catch (error) {
      this.#onTrouble(`a message is no JSON: ${errorMessage(error)}`);
      return;
    }
    this.#onMessage(message);
  }

  #joined(): Buffer {
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

/** Other fields of a header may stand before its length. */
function isHeader(text: string): boolean {
  return /^(?:[\w-]+: [^\r\n]*\r?\n)+$/.test(text);
}

/** A message as it is sent. */
export function framed(message: object): string {
  const json = JSON.stringify(message);
  return `Content-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`;
}
