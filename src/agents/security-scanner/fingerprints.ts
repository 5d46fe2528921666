import { createHash } from 'node:crypto';
import type { SecurityFinding } from './security-finding.ts';

/**
 * What a finding is known by after lines have moved: its rule, its file and the text of its line, blanks left out. Of
 * equal ones in a file, each has its number.
 */
export class Fingerprints {
  readonly #seen = new Map<string, number>();

  of({ rule, path, context }: Pick<SecurityFinding, 'rule' | 'path' | 'context'>): string {
    const key = [rule, path, context.replace(/\s+/g, '')].join('\0');
    const number = (this.#seen.get(key) ?? 0) + 1;
    this.#seen.set(key, number);
    return createHash('sha256').update(`${key}\0${number}`).digest('hex').slice(0, 32);
  }
}
