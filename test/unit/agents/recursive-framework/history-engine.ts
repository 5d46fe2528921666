import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';

/** What `history/values` is asked. */
export interface HistoryQuery {
  readonly kind: string;
  readonly name: string;
  readonly agent?: string;
  readonly limit: number;
}

/** An engine that answers agents about the past and about nothing else. */
export interface HistoryEngine {
  readonly env: NodeJS.ProcessEnv;
  readonly queries: HistoryQuery[];
  close(): Promise<void>;
}

let engines = 0;

/** @param answer to a query; what it throws is the refusal */
export async function historyEngine(answer: (query: HistoryQuery) => unknown): Promise<HistoryEngine> {
  const name = `dodeca-history-${process.pid}-${++engines}`;
  const path = process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
  const queries: HistoryQuery[] = [];
  const server = createServer((socket) => {
    const rpc = createMessageConnection(new StreamMessageReader(socket), new StreamMessageWriter(socket));
    rpc.onRequest('initialize', ({ token }: { token: string }) => {
      if (token !== 'secret') throw new Error('a wrong token');
      return { name: 'engine' };
    });
    rpc.onRequest('history/values', (query: HistoryQuery) => {
      queries.push(query);
      return answer(query);
    });
    socket.on('error', () => socket.destroy());
    rpc.listen();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  return {
    env: { DODECA_SOCKET: path, DODECA_TOKEN: 'secret' },
    queries,
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      if (process.platform !== 'win32') await rm(path, { force: true });
    },
  };
}
