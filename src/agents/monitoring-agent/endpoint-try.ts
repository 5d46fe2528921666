/** One try of an endpoint. */
export interface EndpointTry {
  /** Milliseconds until it answered, connecting included; null where it did not. */
  readonly latencyMs: number | null;
  /** Of HTTP; null where there was no answer. */
  readonly status: number | null;
  /** Why it does not count as an answer, for people; null where it does. */
  readonly failure: string | null;
}

/** A try that came to nothing. */
export function failed(failure: string): EndpointTry {
  return { latencyMs: null, status: null, failure };
}
