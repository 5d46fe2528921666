const words =
  /example|sample|dummy|fake|placeholder|redacted|change[-_ ]?me|your[-_ ]?|insert|replace|todo|secret[-_]?here|token[-_]?here|key[-_]?here|foo|bar|mock|notreal|not-a-real|invalid|test[-_]?(key|token|secret)/i;
const marks =
  /<[^>]*>|\.\.\.|…|\*{3,}|x{4,}|X{4,}|\$\{|\{\{|%[A-Za-z_]+%|\$\(|\$[A-Z_]{2,}|process\.env|os\.environ/;
/** What holds the place of a user, a password or a host in an address. */
const addressWords =
  /^(users?|user[-_]?name|usr|login|me|foo|bar|baz|u|p|pw|pwd|pass|passwd|pass[-_]?word|passphrase|secret|token|admin|root|guest|test|testing|name|x+|y+|\*+|my.*|your.*|some.*|the.*|a|b|c|abc|123|1234|12345|123456|postgres|mysql|mongo|default|hunter2|hello|world|db|dbuser|dbpass|api[-_]?key|credentials?|changeme|correct|wrong|anonymous|alice|bob|proxy)\d*$/i;
const exampleHost =
  /(^|\.)(example|test|invalid|localhost|local)(\.(com|org|net|io|edu))?$|^(127\.|0\.0\.0\.0|\[|(host|hostname|server|domain|site|db|database|postgres|mysql|mongo|mongodb|redis|proxy|foo|bar|ip|address|endpoint|(my|your|some).*)\d*(\.(com|org|net|io|tld))?$)/i;

/** Whether a secret only shows where one would stand: by its words, or since nobody draws it by lot. */
export function isPlaceholder(secret: string): boolean {
  if (words.test(secret) || marks.test(secret)) return true;
  const body = secret.replace(/^[a-zA-Z]{2,10}[-_.](?:[a-z]{2,8}[-_])?/, '');
  return isMonotonous(body);
}

/**
 * Whether a text of 16 letters or more has few different ones, or long runs of the alphabet: what people type. Of 16
 * letters by lot from 16 kinds, fewer than six are different about once in 50,000 cases.
 */
function isMonotonous(body: string): boolean {
  if (body.length < 16) return false;
  const letters = new Set(body.toLowerCase());
  if (letters.size < 6) return true;
  let run = 1;
  for (let at = 1; at < body.length; at++) {
    const step = body.charCodeAt(at) - body.charCodeAt(at - 1);
    run = step === 1 ? run + 1 : 1;
    if (run >= 8) return true;
  }
  return false;
}

/** Whether an address with a user and a password is one that only shows how to write it. */
export function isPlaceholderAddress(address: string): boolean {
  const parts = /^[a-z+:]+:\/\/([^:@/\s]*):([^@/\s]*)@([^/\s?:]*)/i.exec(address);
  if (parts === null) return isPlaceholder(address);
  const [, user = '', password = '', host = ''] = parts;
  if (addressWords.test(password) || password.toLowerCase() === user.toLowerCase()) return true;
  return marks.test(address) || words.test(password) || exampleHost.test(host);
}

/** What is shown of a secret: its first four characters. */
export function masked(secret: string): string {
  return `${secret.slice(0, 4).replace(/\s/g, ' ')}…`;
}
