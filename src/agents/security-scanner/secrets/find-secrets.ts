import { posix } from 'node:path';
import type { Severity } from '../../../builtin/builtin-agent.ts';
import { loadedOnce } from '../../loaded-once.ts';
import { isDocument, kindOf } from '../file-kind.ts';
import type { SecurityFinding, SecurityRule } from '../security-finding.ts';
import { placeOf, TextPlaces } from '../text-places.ts';
import type { SecretMatch } from './lint-secrets.ts';
import { isPlaceholder, isPlaceholderAddress, masked } from './placeholder.ts';
import { maySecret, searchedLength } from './secret-signs.ts';

/** The preset, loaded when the first text has a sign of a secret: most texts have none. */
const linter = loadedOnce(() => import('./lint-secrets.ts'));

const addressIds: ReadonlySet<string> = new Set([
  'BasicAuth',
  'MongoDBConnection',
  'MySQLConnection',
  'PostgreSQLConnection',
  'PackageJSON_xOauthToken',
]);
const keyIds: ReadonlySet<string> = new Set(['PrivateKey', 'PrivateKeyJSON', 'PrivateKeyP12']);

/** The secrets of a text that are none of an example; nothing that it answers with holds one of them. */
export async function findSecrets(path: string, whole: string): Promise<SecurityFinding[]> {
  const ext = posix.extname(path);
  if (!maySecret(whole, ext)) return [];
  const text = whole.slice(0, searchedLength(whole));
  const { lintSecrets } = await linter();
  const matches = await lintSecrets(path, text);
  const places = new TextPlaces(text);
  const found: SecurityFinding[] = [];
  const account = matches.some(({ messageId }) => messageId === 'PrivateKeyJSON');
  for (const match of matches) {
    // The key of a service account is told once, as such.
    if (account && match.messageId === 'PrivateKey') continue;
    if (match.messageId === 'AWSAccountID') continue;
    const secret = secretOf(match, text);
    if (isExample(match, secret)) continue;
    found.push(secretFinding(path, match, secret, places, text));
  }
  return found;
}

function secretFinding(
  path: string,
  match: SecretMatch,
  secret: string,
  places: TextPlaces,
  text: string,
): SecurityFinding {
  const start = startOf(match, secret, text);
  const place = placeOf(places, { start, end: start + secret.length });
  const shown = masked(secret);
  const context = place.context.split(secret).join(shown);
  return {
    rule: ruleOf(match),
    path,
    ...place,
    // Of a secret of several lines, its first line is what the place says.
    context: context.includes(secret.slice(0, 12)) && secret.length > 12 ? shown : context,
    message: keyIds.has(match.messageId)
      ? `${labelOf(match)} that is not encrypted`
      : `${labelOf(match)}: ${shown} (${secret.length} characters)`,
    ...severityOf(path),
  };
}

function severityOf(path: string): { severity?: Severity } {
  return kindOf(path) !== 'source' || isDocument(path) ? { severity: 'info' } : {};
}

function ruleOf({ messageId }: SecretMatch): SecurityRule {
  if (keyIds.has(messageId)) return 'private-key';
  if (addressIds.has(messageId)) return 'credentials-in-url';
  return messageId === 'AWSAccessKeyID' ? 'access-key-id' : 'secret';
}

function isExample({ messageId }: SecretMatch, secret: string): boolean {
  if (keyIds.has(messageId)) return false;
  // Of users and roles, too, there are ids; those of temporary keys stand in links that have run out.
  if (messageId === 'AWSAccessKeyID' && !/^(AKIA|A3T)/.test(secret)) return true;
  return addressIds.has(messageId) ? isPlaceholderAddress(secret) : isPlaceholder(secret);
}

/** What the match calls itself, without the secret behind it: `GitHub Token`. */
function labelOf({ message }: SecretMatch): string {
  const end = message.indexOf(': ');
  const label = (end === -1 ? '' : message.slice(0, end)).replace(/^found /, '').replace(/(\w)\(/, '$1 (');
  return label === '' ? 'a secret' : label;
}

/** The secret itself. The range of some matches begins at the name before it and is too short. */
function secretOf({ data, range, messageId }: SecretMatch, text: string): string {
  if (messageId === 'PrivateKeyJSON' || messageId === 'PrivateKeyP12') return '"private_key"';
  const values = Object.entries(data ?? {}).filter(([name]) => name !== 'typeName');
  const value = values[0]?.[1];
  return typeof value === 'string' && value !== '' ? value : text.slice(range[0], range[1]);
}

function startOf({ range }: SecretMatch, secret: string, text: string): number {
  const at = text.indexOf(secret, Math.max(0, range[0] - 1));
  return at === -1 ? range[0] : at;
}
