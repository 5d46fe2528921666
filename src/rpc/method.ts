import * as z from 'zod';

/** What a method takes and gives. */
export interface MethodSchemas<P, R> {
  readonly params: z.ZodType<P>;
  readonly result: z.ZodType<R>;
}

export function method<P, R>(params: z.ZodType<P>, result: z.ZodType<R>): MethodSchemas<P, R> {
  return { params, result };
}

/** A name or an id, as a request carries it. */
export const name = z.string().min(1).max(4096);
