import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { type Endpoint, withoutPassword } from './endpoint.ts';
import { type EndpointTry, failed } from './endpoint-try.ts';
import { type ResolvedAddress, resolveHost } from './loopback.ts';
import { connectionFailure, pinnedLookup } from './pinned-lookup.ts';

/** Redirects that are followed, and bytes of an answer that are looked at. */
const mostRedirects = 5;
const mostBytes = 1024 * 1024;

interface Answer {
  readonly status: number;
  /** Where it wants one to go; null where it does not. */
  readonly location: string | null;
  /** Empty where no text is expected. */
  readonly text: string;
}

/** Asks by GET; redirects are followed as long as they stay on the loopback. The time is that of the whole way. */
export async function tryHttp(endpoint: Endpoint): Promise<EndpointTry> {
  const started = performance.now();
  const deadline = started + endpoint.timeoutMs;
  let { url, addresses } = endpoint;
  for (let redirects = 0; ; redirects++) {
    const answer = await ask(url, addresses, deadline - performance.now(), endpoint);
    if (typeof answer === 'string') return failed(answer);
    const latencyMs = performance.now() - started;
    const next = answer.location === null ? null : await nextStop(url, answer.location);
    if (next === null || redirects === mostRedirects || endpoint.expectStatus === answer.status)
      return { latencyMs, status: answer.status, failure: unexpected(answer, endpoint) };
    ({ url, addresses } = next);
  }
}

/** Where a redirect leads; null where that is not on the loopback. */
async function nextStop(
  from: URL,
  location: string,
): Promise<{ readonly url: URL; readonly addresses: readonly ResolvedAddress[] } | null> {
  if (!URL.canParse(location, from.href)) return null;
  const url = new URL(location, from);
  if (!/^https?:$/.test(url.protocol)) return null;
  const host = await resolveHost(url.hostname);
  return host.kind === 'loopback' ? { url, addresses: host.addresses } : null;
}

function unexpected({ status, location, text }: Answer, endpoint: Endpoint): string | null {
  const { expectStatus, expectText } = endpoint;
  const isGood = expectStatus === null ? status >= 200 && status < 400 : status === expectStatus;
  if (!isGood) {
    const wanted = expectStatus === null ? '200 to 399' : expectStatus;
    const towards = location === null ? '' : ', a redirect that is not followed';
    return `it answers with status ${status}${towards} instead of ${wanted}`;
  }
  if (expectText !== null && !text.includes(expectText))
    return `its answer does not hold ${JSON.stringify(expectText)}`;
  return null;
}

/** One request; a text says why there is no answer. */
function ask(
  url: URL,
  addresses: readonly ResolvedAddress[],
  patienceMs: number,
  { expectText, timeoutMs }: Endpoint,
): Promise<Answer | string> {
  return new Promise((resolve) => {
    const options = {
      lookup: pinnedLookup(addresses),
      agent: false as const,
      headers: { 'user-agent': 'dodeca-monitoring-agent', accept: '*/*' },
      // On the loopback a certificate proves nothing, and most are self-signed.
      rejectUnauthorized: false, // dodeca-ignore[tls-verification-off]
    };
    const request = url.protocol === 'https:' ? requestHttps(url, options) : requestHttp(url, options);
    const done = (answer: Answer | string): void => {
      clearTimeout(timer);
      request.destroy();
      resolve(answer);
    };
    const timer = setTimeout(
      () => done(`no answer within ${timeoutMs / 1000} s from ${withoutPassword(url)}`),
      Math.max(1, patienceMs),
    );
    request.on('error', (error) => done(connectionFailure(error)));
    request.on('response', (response: IncomingMessage) => {
      const { statusCode: status = 0, headers } = response;
      const location = status >= 300 && status < 400 ? (headers.location ?? null) : null;
      if (expectText === null || location !== null) return done({ status, location, text: '' });
      const parts: Buffer[] = [];
      let length = 0;
      const tell = (): void => done({ status, location, text: Buffer.concat(parts).toString('utf8') });
      response.on('data', (part: Buffer) => {
        parts.push(part);
        length += part.length;
        if (length >= mostBytes) tell();
      });
      response.on('end', tell);
      response.on('error', (error) => done(connectionFailure(error)));
    });
    request.end();
  });
}
