import { keyBegin, keyEnd, secretPatterns } from '../../common/secret-patterns.ts';
import { moreTokens } from './redact-source.ts';

/** Lines that are told of a document. */
const most = 20;

/** Characters of a private key, without its first and its last line; what is shorter is an example or a pattern. */
const leastKey = 200;

/** What says that a token is none: examples of documentations, and what everybody types who needs one. */
const example =
  /example|sample|dummy|fake|placeholder|redacted|your|x{4}|0{6}|1234567|0123456|abcdef|eyJzdWIiOiIxMjM0NTY3ODkw/i;

/**
 * The lines of secrets whose form leaves no doubt, in order: tokens of known services, whole private keys. What is only
 * named like a secret is left out of the index, too, but may be anything.
 *
 * @param lineOf the line that an offset is on, from 1
 */
export function certainSecrets(text: string, lineOf: (offset: number) => number): number[] {
  const lines = new Set<number>();
  const tokens = secretPatterns[0]?.expression;
  for (const pattern of [tokens, moreTokens]) {
    for (const { 0: token, index } of pattern === undefined ? [] : text.matchAll(pattern)) {
      if (!example.test(token)) lines.add(lineOf(index));
      if (lines.size >= most) break;
    }
  }
  for (let at = text.indexOf('-----BEGIN'); at !== -1; at = text.indexOf('-----BEGIN', at + 1)) {
    const head = text.slice(at, at + 80);
    if (head.search(keyBegin) !== 0) continue;
    const reach = text.slice(at, at + 20_000);
    const end = keyEnd.exec(reach)?.index ?? 0;
    const key = reach.slice(0, end).replace(/-----[^-]*-----/, '');
    if (key.length >= leastKey && /^(?:[\s"'+,\\nr>#*]|[A-Za-z0-9+/=:., -])*$/.test(key))
      lines.add(lineOf(at));
    if (lines.size >= most) break;
  }
  return [...lines].sort((a, b) => a - b);
}
