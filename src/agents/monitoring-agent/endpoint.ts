import { isIP } from 'node:net';
import { UserError } from '../../common/errors.ts';
import { type ResolvedAddress, resolveHost } from './loopback.ts';

/** An endpoint as it is written in the parameters. */
export type WrittenEndpoint =
  | string
  | {
      readonly url: string;
      readonly name?: string | undefined;
      readonly timeout?: number | undefined;
      readonly expect_status?: number | undefined;
      readonly expect_text?: string | undefined;
      readonly max_ms?: number | undefined;
    };

/** An endpoint on the loopback. */
export interface Endpoint {
  readonly kind: 'http' | 'tcp';
  /** For people; without a password. */
  readonly name: string;
  /** As it is written, to find it in the definition. */
  readonly written: string;
  readonly url: URL;
  /** Where the host is; empty where it cannot be found. */
  readonly addresses: readonly ResolvedAddress[];
  readonly timeoutMs: number;
  /** Null: anything from 200 to 399. */
  readonly expectStatus: number | null;
  readonly expectText: string | null;
  readonly maxMs: number | null;
}

/** Seconds. */
const defaultTimeout = 2;

/** A timer that is set for longer goes off at once. */
const longestTimerMs = 2 ** 31 - 1;

/** Reads an endpoint and looks its host up. Throws the UserErrors `endpoint.invalid` and `endpoint.not-local`. */
export async function readEndpoint(written: WrittenEndpoint): Promise<Endpoint> {
  const given = typeof written === 'string' ? { url: written } : written;
  const url = URL.canParse(given.url) ? new URL(given.url) : null;
  const kind = url?.protocol === 'tcp:' ? 'tcp' : url && /^https?:$/.test(url.protocol) ? 'http' : null;
  if (url === null || kind === null || url.hostname === '')
    throw invalid(
      given.url,
      'must be an address such as http://127.0.0.1:8080/health or tcp://localhost:5432',
    );
  if (kind === 'tcp' && url.port === '') throw invalid(withoutPassword(url), 'needs a port');
  if (kind === 'tcp' && (given.expect_status !== undefined || given.expect_text !== undefined))
    throw invalid(
      withoutPassword(url),
      'can expect neither a status nor a text, since nothing is read from it',
    );
  const host = await resolveHost(url.hostname);
  if (host.kind === 'elsewhere') {
    const means = isIP(url.hostname) === 0 ? `${url.hostname} is ${host.address}, which` : host.address;
    throw new UserError(
      'endpoint.not-local',
      `with.endpoints: ${withoutPassword(url)}: ${means} is not on the loopback; only endpoints of this machine are checked`,
    );
  }
  return {
    kind,
    name: given.name ?? withoutPassword(url),
    written: given.url,
    url,
    addresses: host.kind === 'loopback' ? host.addresses : [],
    timeoutMs: Math.min(longestTimerMs, (given.timeout ?? defaultTimeout) * 1000),
    expectStatus: given.expect_status ?? null,
    expectText: given.expect_text ?? null,
    maxMs: given.max_ms ?? null,
  };
}

/** An address as people may see it. */
export function withoutPassword(url: URL): string {
  const shown = new URL(url);
  shown.username = '';
  shown.password = '';
  return shown.href;
}

function invalid(url: string, problem: string): UserError {
  return new UserError('endpoint.invalid', `with.endpoints: ${JSON.stringify(url)} ${problem}`);
}
