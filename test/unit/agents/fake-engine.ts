import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createMessageConnection,
  ErrorCodes,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';

/** An engine that answers what a test says, over a real socket. */
export interface FakeEngine {
  /** What an agent is told of it. */
  readonly env: {
    readonly DODECA_SOCKET: string;
    readonly DODECA_TOKEN: string;
    readonly DODECA_AGENT: string;
  };
  /** What it was asked. */
  readonly asked: readonly { readonly method: string; readonly params: unknown }[];
  close(): Promise<void>;
}

let engines = 0;

/** @param answers by method; what is not there is refused, as is the wrong token */
export async function fakeEngine(
  answers: Readonly<Record<string, (params: Record<string, unknown>) => unknown>>,
): Promise<FakeEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'dodeca-fake-'));
  const name = `dodeca-fake-${process.pid}-${++engines}`;
  const path = process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(folder, 'engine.sock');
  const asked: { method: string; params: unknown }[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    const rpc = createMessageConnection(new StreamMessageReader(socket), new StreamMessageWriter(socket));
    rpc.onRequest((method, params) => {
      if (method === 'initialize') {
        const { token } = params as { token: string };
        return token === 'token' ? {} : new ResponseError(ErrorCodes.InvalidRequest, 'wrong token');
      }
      asked.push({ method, params });
      const answer = answers[method];
      if (answer === undefined) return new ResponseError(ErrorCodes.MethodNotFound, `no method ${method}`);
      return answer(params as Record<string, unknown>);
    });
    rpc.listen();
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    env: { DODECA_SOCKET: path, DODECA_TOKEN: 'token', DODECA_AGENT: 'profiler' },
    asked,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
