import { connect } from 'node:net';
import type { Endpoint } from './endpoint.ts';
import { type EndpointTry, failed } from './endpoint-try.ts';
import { connectionFailure, pinnedLookup } from './pinned-lookup.ts';

/** Connects and hangs up. */
export function tryTcp({ url, addresses, timeoutMs }: Endpoint): Promise<EndpointTry> {
  const started = performance.now();
  return new Promise((resolve) => {
    const socket = connect({
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: Number(url.port),
      lookup: pinnedLookup(addresses),
      autoSelectFamily: true,
    });
    const done = (result: EndpointTry): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(result);
    };
    const timer = setTimeout(() => done(failed(`no answer within ${timeoutMs / 1000} s`)), timeoutMs);
    socket.once('connect', () =>
      done({ latencyMs: performance.now() - started, status: null, failure: null }),
    );
    socket.on('error', (error) => done(failed(connectionFailure(error))));
  });
}
