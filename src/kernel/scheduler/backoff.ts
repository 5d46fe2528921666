import type { RetryPolicy } from '../../model/definition.ts';

/**
 * Milliseconds to wait before the next attempt: exponential, capped, and with "equal jitter" where asked for, half
 * fixed and half random (M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
 *
 * @param failures failed attempts so far, from 1
 * @param random a number in [0, 1)
 */
export function backoffMs(policy: RetryPolicy, failures: number, random: number): number {
  const full = Math.min(policy.maxMs, policy.backoffMs * policy.factor ** (failures - 1));
  return Math.round(policy.jitter ? full / 2 + (random * full) / 2 : full);
}
