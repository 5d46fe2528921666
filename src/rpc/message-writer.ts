import type { Socket } from 'node:net';
import { AbstractMessageWriter, type Message, type MessageWriter } from 'vscode-jsonrpc/node';

/** Writes JSON-RPC messages, each with one write, and says when the system has taken it. */
export class SocketTextWriter extends AbstractMessageWriter implements MessageWriter {
  readonly #socket: Socket;

  constructor(socket: Socket) {
    super();
    this.#socket = socket;
  }

  async write(message: Message): Promise<void> {
    await this.writeText(JSON.stringify(message));
  }

  /** Writes a message that is JSON already; resolves when the system has taken it, so that a slow reader is felt. */
  writeText(json: string): Promise<void> {
    const header = `Content-Length: ${Buffer.byteLength(json)}\r\n\r\n`;
    return new Promise((resolve, reject) => {
      this.#socket.write(header + json, (error) => (error ? reject(error) : resolve()));
    });
  }

  end(): void {
    this.#socket.end();
  }
}
