import { monotonicFactory } from 'ulid';

const next = monotonicFactory();

/** A new id: sorts by time, never collides (ULID). */
export function newId(): string {
  return next();
}
