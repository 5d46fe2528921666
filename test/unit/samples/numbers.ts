import assert from 'node:assert/strict';
import * as z from 'zod';

/** The value at a JSON pointer, undefined where there is none. */
export function at(value: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce(
      (inner: unknown, key) => z.record(z.string(), z.unknown()).parse({ ...Object(inner) })[key],
      value,
    );
}

/** Asserts that a number is within a relative tolerance of what is expected. */
export function near(actual: unknown, expected: number, relative: number): void {
  const value = z.number().parse(actual);
  assert.ok(
    Math.abs(value - expected) <= relative * Math.abs(expected),
    `${value} is not ${expected} within ${relative}`,
  );
}
