import type { LookupFunction } from 'node:net';
import { errorCode, errorMessage } from '../../common/errors.ts';
import type { ResolvedAddress } from './loopback.ts';

/** A look-up that knows these addresses and nothing else: a name that changes its meaning meanwhile leads nowhere. */
export function pinnedLookup(addresses: readonly ResolvedAddress[]): LookupFunction {
  return (_hostname, options, callback) => {
    const [first] = addresses;
    if (options.all) callback(null, [...addresses]);
    else callback(null, first?.address ?? '127.0.0.1', first?.family ?? 4);
  };
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'it hung up',
  EPIPE: 'it hung up',
};

/** Why there was no connection, for people. */
export function connectionFailure(error: unknown): string {
  // Where a name has several addresses, the error of each is in a list.
  const one = error instanceof AggregateError ? error.errors[0] : error;
  return reasons[errorCode(one) ?? errorCode(error) ?? ''] ?? errorMessage(one);
}
