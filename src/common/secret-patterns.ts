/** A kind of secret that is known by its form. */
export interface SecretPattern {
  /** Matches within one line of Latin-1 text; global; takes time in proportion to the text. */
  readonly expression: RegExp;
  /** What stands in place of a match. */
  readonly replacement: string;
}

/** What stands in place of a secret. */
export const redacted = '[redacted]';

/** Where a private key begins and ends. */
export const keyBegin = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/;
export const keyEnd = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/;

function caseless(pattern: string): string {
  return pattern.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}

/** The white space of ASCII: `\s` has the byte A0 too, which is part of letters in UTF-8. */
const space = String.raw`[\t-\r ]*`;

/** Tokens that are known by how they begin. */
const token = [
  // AWS access key ids
  '(?<![A-Z0-9])(?:AKIA|ASIA|AROA|AIDA|AGPA|AIPA|ANPA|ANVA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Z0-9])',
  // GitHub
  'gh[pousr]_[A-Za-z0-9]{20,255}',
  'github_pat_[A-Za-z0-9_]{20,255}',
  // GitLab
  'gl(?:pat|oas|dt|rt|cbt|ptt|ft|imt|agent|soat|ffct)-[A-Za-z0-9_.-]{20,300}',
  // Slack
  String.raw`xox[a-z](?:\.xox[a-z])?-[A-Za-z0-9-]{10,300}`,
  'xapp-[A-Za-z0-9-]{10,300}',
  String.raw`hooks\.slack\.com\/(?:services|workflows|triggers)\/[A-Za-z0-9+/_-]{10,200}`,
  // Google
  'AIza[A-Za-z0-9_-]{35}',
  String.raw`ya29\.[A-Za-z0-9_-]{20,1024}`,
  'GOCSPX-[A-Za-z0-9_-]{20,64}',
  // npm
  'npm_[A-Za-z0-9]{36}',
  // JSON Web Tokens: tried at the start of a word only, not at each of its letters
  String.raw`(?:(?<![\w-])|(?<=\\[nrt]))eyJ[A-Za-z0-9_-]{4,}\.eyJ[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?`,
].join('|');

/** Names of what is secret. `tokens` and `tokenizer` are words of their own. */
const secretName = [
  `(?:${caseless('passw(?:or)?d|passphrase|secret|api[_-]?key|access[_-]?key|private[_-]?key')})[\\w.-]{0,40}`,
  String.raw`(?:[tT]oken|TOKEN)(?:[A-Z0-9_.-][\w.-]{0,40})?`,
].join('|');

/** A closing quote may stand behind a name, escaped where JSON lies within JSON. */
const quote = String.raw`\\*["']?`;

/** A value that is not redacted already: in quotes, in escaped quotes, or up to a space. */
function valuePattern(group: (pattern: string) => string): string {
  const alternatives = [
    String.raw`${group('"')}[^"\\]*(?:\\.[^"\\]*)*`,
    String.raw`${group("'")}[^'\\]*(?:\\.[^'\\]*)*`,
    String.raw`${group('\\\\+"')}(?:[^"\\]|\\+(?!["\\]))*`,
    String.raw`${group("\\\\+'")}(?:[^'\\]|\\+(?!['\\]))*`,
    String.raw`[^\t-\r "'&](?:[^\t-\r "'&]*[^\t-\r "'&,;)}\]])?`,
  ];
  return String.raw`(?!${quote}\[redacted\])(?:${alternatives.join('|')})`;
}

/** `name = value`, and `name: type = value` of programming languages; several names may stand before the value. */
const assignment =
  `((?:(?:${secretName})${quote}${space}(?:=>|:=|={1,3}|:)${space})+)` +
  `${valuePattern((part) => `(${part})`)}(?:${space}=${space}${valuePattern((part) => part)})?`;

/** The rest of the header, up to the quote that it may stand in; schemes with quoted parts up to the end of the line. */
const authorization =
  String.raw`(${caseless('authorization')}${quote}${space}[:=]${space}${quote})(?!\[redacted\])` +
  String.raw`(?:(?:${caseless('digest|hawk|oauth|signature|aws4')})[^\r\n]*|[^\t-\r "'\\][^"'\\\r\n]*)`;

/** The password of `scheme://user:password@host`. */
const urlPassword = String.raw`(:\/\/[^\t-\r \/?#:@"'<>]{0,256}:)(?!\[redacted\]@)[^\t-\r \/"'<>]{1,1024}(?=@)`;

export const secretPatterns: readonly SecretPattern[] = [
  { expression: new RegExp(token, 'g'), replacement: redacted },
  { expression: new RegExp(authorization, 'g'), replacement: `$1${redacted}` },
  { expression: new RegExp(urlPassword, 'g'), replacement: `$1${redacted}` },
  { expression: new RegExp(assignment, 'g'), replacement: `$1$2$3$4$5${redacted}` },
];

/** The name of a field whose value is secret, such as `api_key`. */
export const secretField = new RegExp(`(?:${secretName})$`);

/** Every match of a pattern above holds one of these, in some case. */
export const suspiciousWords: readonly string[] = [
  ...['akia', 'asia', 'aroa', 'aida', 'agpa', 'aipa', 'anpa', 'anva', 'abia', 'acca'],
  ...['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'],
  ...['glpat-', 'gloas-', 'gldt-', 'glrt-', 'glcbt-', 'glptt-', 'glft-', 'glimt-', 'glagent-', 'glsoat-'],
  ...['glffct-', 'xapp-', 'hooks.slack.com', 'aiza', 'ya29.', 'gocspx-', 'npm_', '.eyj', 'private key'],
  ...Array.from('abcdefghijklmnopqrstuvwxyz', (letter) => `xox${letter}`),
  ...['authorization', 'passwd', 'password', 'passphrase', 'secret', 'token'],
  ...['api', 'access', 'private'].flatMap((word) => ['', '_', '-'].map((between) => `${word}${between}key`)),
];
