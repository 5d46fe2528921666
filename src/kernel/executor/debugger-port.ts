import { createServer } from 'node:net';
import { errorCode, errorMessage } from '../../common/errors.ts';
import { err, ok, type Result } from '../../common/result.ts';

/** Whether a port of the loopback is free, and which it is where 0 was asked for; the error says why it is not. */
export function freePort(port = 0): Promise<Result<number, string>> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => {
      const why = reasons[errorCode(error) ?? ''] ?? errorMessage(error);
      resolve(err(`the port ${port} of 127.0.0.1 ${why}`));
    });
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      const address = server.address();
      const found = address !== null && typeof address === 'object' ? address.port : port;
      server.close(() => resolve(ok(found)));
    });
  });
}

const reasons: Readonly<Record<string, string | undefined>> = {
  EADDRINUSE: 'is in use',
  EACCES: 'may not be used by this user',
};
