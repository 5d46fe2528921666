import type { BreakerPolicy } from '../../model/definition.ts';

/**
 * A circuit breaker (M. Nygard, "Release It!"): closed until `failures` in a row, then open for `cooldownMs`, then
 * half open: one trial decides. Pure: time comes with every call.
 */
export interface CircuitBreaker {
  /** Failures in a row. */
  failures: number;
  /** When the last of them ended, ms. */
  lastFailureAt: number;
  /** Whether the one trial of the half-open state is under way. */
  trial: boolean;
}

export function closedBreaker(): CircuitBreaker {
  return { failures: 0, lastFailureAt: 0, trial: false };
}

/** Whether an attempt may start now; if not, when the circuit lets one through again (ms). */
export function mayPass(
  breaker: CircuitBreaker,
  policy: BreakerPolicy,
  at: number,
): { readonly pass: true } | { readonly pass: false; readonly until: number } {
  if (breaker.failures < policy.failures) return { pass: true };
  const until = breaker.lastFailureAt + policy.cooldownMs;
  return at >= until && !breaker.trial ? { pass: true } : { pass: false, until: Math.max(until, at) };
}

/** An attempt starts: in the half-open state it is the trial. */
export function noteStart(breaker: CircuitBreaker, policy: BreakerPolicy): void {
  if (breaker.failures >= policy.failures) breaker.trial = true;
}

/** An attempt ended; `failed` is null when it says nothing about the agent (it was cancelled). */
export function noteEnd(breaker: CircuitBreaker, failed: boolean | null, at: number): void {
  breaker.trial = false;
  if (failed === null) return;
  breaker.failures = failed ? breaker.failures + 1 : 0;
  if (failed) breaker.lastFailureAt = at;
}
