import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A token that nobody guesses. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Compares without telling by its time how much was right, whatever the lengths. */
export function sameToken(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
