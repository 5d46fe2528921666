import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

/** An address that a name stands for. */
export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Whether an IP address means this machine alone: 127.0.0.0/8, ::1, and the former written as IPv6. */
export function isLoopback(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && loopback.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** What a name stands for. */
export type Resolution =
  | { readonly kind: 'loopback'; readonly addresses: readonly ResolvedAddress[] }
  /** At least one of its addresses is another machine's. */
  | { readonly kind: 'elsewhere'; readonly address: string }
  | { readonly kind: 'unknown' };

/** Looks a host up, brackets of IPv6 addresses left out. Whoever connects must use these addresses and ask no more. */
export async function resolveHost(host: string): Promise<Resolution> {
  const name = host.replace(/^\[|\]$/g, '');
  const family = isIP(name);
  if (family !== 0)
    return isLoopback(name)
      ? { kind: 'loopback', addresses: [{ address: name, family }] }
      : { kind: 'elsewhere', address: name };
  let addresses: readonly ResolvedAddress[];
  try {
    addresses = await lookup(name, { all: true, verbatim: true });
  } catch {
    return { kind: 'unknown' };
  }
  const foreign = addresses.find(({ address }) => !isLoopback(address));
  if (foreign) return { kind: 'elsewhere', address: foreign.address };
  return addresses.length === 0 ? { kind: 'unknown' } : { kind: 'loopback', addresses };
}
