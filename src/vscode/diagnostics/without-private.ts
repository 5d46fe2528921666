import { homedir } from 'node:os';
import { escapePattern } from '../../common/escape-pattern.ts';
import { createRedactor } from '../../kernel/executor/redact.ts';

/** Takes from a text what is nobody else's business: secrets, and where the user's home is. */
export function withoutPrivate(
  secrets: readonly string[],
  home: string = homedir(),
): (text: string) => string {
  const redactor = createRedactor({ patterns: [], secrets });
  if (!redactor.ok) throw new Error(redactor.error);
  const homes = homePattern(home);
  return (text) => {
    const redacted = redactor.value.redactText(text);
    return homes === null ? redacted : redacted.replace(homes, '~');
  };
}

/** The home folder as a path, within JSON, and within a `file:` uri; null where it is the root of everything. */
function homePattern(home: string): RegExp | null {
  const path = home.replace(/[\\/]+$/, '');
  if (path === '') return null;
  const slashes = path.replaceAll('\\', '/');
  const forms = new Set([path, slashes, JSON.stringify(path).slice(1, -1), encodeURI(slashes)]);
  // VS Code writes `file:///c%3A/Users/…`.
  if (/^[A-Za-z]:/.test(slashes)) forms.add(encodeURI(slashes).replace(':', '%3A'));
  const escaped = [...forms].map(escapePattern);
  const ignoreCase = process.platform === 'linux' ? '' : 'i';
  // Not the beginning of another name: /home/ann is no part of /home/anna.
  return new RegExp(`(?:${escaped.join('|')})(?![\\w.-]*\\w)`, `g${ignoreCase}`);
}
