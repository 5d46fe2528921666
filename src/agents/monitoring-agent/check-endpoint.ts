import { robustSummary } from '../../analysis/robust-summary.ts';
import type { Endpoint } from './endpoint.ts';
import { type EndpointTry, failed } from './endpoint-try.ts';
import { tryHttp } from './try-http.ts';
import { tryTcp } from './try-tcp.ts';

/** What is known of an endpoint after all tries. */
export interface EndpointCheck {
  readonly endpoint: Endpoint;
  readonly tries: readonly EndpointTry[];
  /** Whether more than half of the tries failed. */
  readonly isDown: boolean;
  /** Whether it is up, and the median latency is above what it may be. */
  readonly isSlow: boolean;
  /** Median of the tries that went well, milliseconds; null without any. */
  readonly latencyMs: number | null;
}

/** Tries an endpoint a number of times, one after another. */
export async function checkEndpoint(endpoint: Endpoint, count: number): Promise<EndpointCheck> {
  const tries: EndpointTry[] = [];
  for (let done = 0; done < count; done++) {
    if (endpoint.addresses.length === 0) tries.push(failed(`${endpoint.url.hostname} is not known`));
    else tries.push(await (endpoint.kind === 'tcp' ? tryTcp(endpoint) : tryHttp(endpoint)));
  }
  return judge(endpoint, tries);
}

/** What the tries say together. */
export function judge(endpoint: Endpoint, tries: readonly EndpointTry[]): EndpointCheck {
  const good = tries.filter(({ failure }) => failure === null);
  const latencies = good.map(({ latencyMs }) => latencyMs).filter((ms) => ms !== null);
  const latencyMs = robustSummary(latencies)?.median ?? null;
  const isDown = 2 * good.length < tries.length;
  const { maxMs } = endpoint;
  return {
    endpoint,
    tries,
    isDown,
    isSlow: !isDown && maxMs !== null && latencyMs !== null && latencyMs > maxMs,
    latencyMs,
  };
}
