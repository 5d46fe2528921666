import { keyBegin, keyEnd, redacted, secretPatterns, suspiciousWords } from '../../common/secret-patterns.ts';
import { WordScanner } from '../../common/word-scanner.ts';

/** A text without what is secret in it, and how much was. */
export interface RedactedText {
  /** With the same lines. */
  readonly text: string;
  readonly secrets: number;
}

/** What stands in place of a secret: nothing that can be found. */
const leftOut = '…';

/** How tokens of further services begin, which a log hardly ever holds. */
const moreBeginnings = [
  ...[
    'sk-ant-',
    'sk-proj-',
    'glc_',
    'glsa_',
    'gsk_',
    'lin_api_',
    'ntn_',
    'ops_ey',
    'dckr_pat_',
    'figd_',
    'tskey-',
  ],
  ...[
    'shppa_',
    'shpca_',
    'shpat_',
    'shpss_',
    'sk_live_',
    'sk_test_',
    'rk_live_',
    'rk_test_',
    'hvs.',
    'hvb.',
    'hvr.',
  ],
  ...['vcp_', 'vci_', 'vca_', 'vcr_', 'vck_', 'dapi', 'cfk_', 'cfut_', 'cfat_'],
];

/** Tokens of those services: a word of some length with a digit and a capital letter in it, or very long, since names of things have neither. */
export const moreTokens = new RegExp(
  `(?<![A-Za-z0-9])(?:${moreBeginnings.map(escaped).join('|')}|SG\\.|hf_|sk-(?=[\\w-]{0,80}T3BlbkFJ))` +
    '(?=[\\w.-]{0,300}\\d)(?=[\\w.-]{0,300}[A-Z]|[\\w.-]{32})[\\w.-]{16,300}',
  'g',
);

/** `name = value` is the last of the patterns; the groups behind the name are the quotes of its value. */
const assignment = secretPatterns.at(-1)?.expression;

const signs = [...suspiciousWords, ...moreBeginnings, 'T3BlbkFJ'];

/** Where a line may hold a secret, or a key begin. */
const sign = new RegExp(
  `${signs.map(escaped).join('|')}|(?:SG\\.|hf_)[\\w-]{10}|://[^\\s/?#:@"'<>]{0,256}:[^\\s/"'<>]{1,1024}@`,
  'gi',
);
const addressSign = /:\/\/[^\s/?#:@"'<>]{0,256}:[^\s/"'<>]{1,1024}@/;
const scanner = new WordScanner(signs);

/** Whether a text may hold a secret; false where none of the signs of one stands in it. Short ones would slow the scanner. */
export function maySecret(bytes: Uint8Array, text: string): boolean {
  const isUtf16 = bytes[0] === 0xff || bytes[0] === 0xfe;
  if (isUtf16 || scanner.search(bytes) !== -1 || text.includes('SG.') || text.includes('hf_')) return true;
  return text.includes('://') && addressSign.test(text);
}

function escaped(word: string): string {
  return word.replaceAll('.', '\\.');
}

/**
 * Leaves out what looks like a secret: tokens by their form, private keys, passwords in addresses, and values of what
 * is named like a secret.
 *
 * @param isCode in code such a value is a secret only where it is written as a text: `token = next(tokens)` is none
 */
export function redactSource(text: string, isCode: boolean): RedactedText {
  const parts: string[] = [];
  let secrets = 0;
  let done = 0;
  sign.lastIndex = 0;
  for (let found = sign.exec(text); found !== null; found = sign.exec(text)) {
    const start = text.lastIndexOf('\n', found.index) + 1;
    const next = text.indexOf('\n', found.index);
    let end = next === -1 ? text.length : next;
    const line = text.slice(start, end);
    let plain: string;
    const key = keyBegin.exec(line);
    if (key === null) {
      const redactedLine = redactLine(line, isCode);
      plain = redactedLine.text;
      secrets += redactedLine.secrets;
    } else {
      end = keyEndAt(text, start + key.index);
      const lines = text.slice(start, end).match(/\n/g)?.length ?? 0;
      plain = line.slice(0, key.index) + redacted + '\n'.repeat(lines);
      secrets += 1;
    }
    parts.push(text.slice(done, start), plain);
    done = end;
    sign.lastIndex = Math.max(end, found.index + 1);
  }
  if (secrets === 0) return { text, secrets };
  return { text: (parts.join('') + text.slice(done)).replaceAll(redacted, leftOut), secrets };
}

function redactLine(line: string, isCode: boolean): RedactedText {
  let secrets = 0;
  let text = line;
  for (const { expression, replacement } of secretPatterns) {
    text = text.replace(expression, (match: string, ...groups: (string | number | undefined)[]) => {
      if (expression === assignment && isCode && !isWritten(match, groups)) return match;
      secrets += 1;
      return replacement.replace(/\$(\d)/g, (_, at: string) => String(groups[Number(at) - 1] ?? ''));
    });
  }
  text = text.replace(moreTokens, () => {
    secrets += 1;
    return redacted;
  });
  return { text, secrets };
}

/** Whether the value of an assignment is a text that could be a secret: no sentence, and not one word or name of many. */
function isWritten(match: string, groups: readonly (string | number | undefined)[]): boolean {
  const name = String(groups[0] ?? '');
  const quoted = groups.slice(1, 5).some((quote) => typeof quote === 'string' && quote !== '');
  const value = match.slice(name.length).replace(/^[\\"']+/, '');
  return (
    quoted && /^\S{5,}$/.test(value) && !/^(?:[A-Za-z][a-z]*(?:[_.-][A-Za-z][a-z]*)*|[A-Z_]+)$/.test(value)
  );
}

/** How far behind its beginning the end of a key is looked for, in UTF-16 code units. */
const longestKey = 20_000;

/** Where a private key ends; one without an end ends with the text that may still be one. */
function keyEndAt(text: string, start: number): number {
  const reach = text.slice(start, start + longestKey);
  const end = keyEnd.exec(reach);
  if (end === null) return start + reach.length;
  const close = text.indexOf('\n', start + end.index);
  return close === -1 ? text.length : close;
}
