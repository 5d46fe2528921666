/**
 * Texts of which one stands in every match of a pattern of the preset, or an expression that matches wherever the
 * pattern does. A file without any of them cannot hold what the preset looks for, so that it needs not be run there.
 * A test knows the patterns of the preset, and proves each of them covered by what it generates from it.
 */
const literals: readonly string[] = [
  'PRIVATE KEY',
  'T3BlbkFJ',
  'sk-ant-api0',
  'glpat-',
  'glc_',
  'glsa_',
  'gsk_',
  'lin_api_',
  'ntn_',
  'ops_ey',
  'dckr_pat_',
  'figd_',
  'tskey-',
  'github_pat_',
  '_authToken=',
  'x-oauth-basic@github',
];

const expressions: readonly RegExp[] = [
  /[sS](?:ECRET|ecret)_?[aA](?:CCESS|ccess)_?[kK](?:EY|ey)/,
  /A(?:3T[A-Z0-9]|KIA|GPA|IDA|ROA|IPA|NPA|NVA|SIA)[A-Z0-9]{16}/,
  /npm_\w{36}/,
  /xo(?:x[abpor])-|xapp-/,
  /SG\.\w+\.\w/,
  /shp(?:pa|ca|at|ss)_[a-zA-Z0-9]{32}/,
  /[sr]k_(?:live|test)_[a-zA-Z0-9]{24}/,
  /gh[pousr]_\w\w/,
  /hf_[a-zA-Z]{34}/,
  /hv[sbr]\.[\w-]{90}/,
  /vc[piark]_[A-Za-z0-9]{20}/,
  /dapi[A-Fa-f0-9]{32}/,
  /cf(?:k|ut|at)_[A-Za-z0-9]{48}/,
];

/** Patterns of addresses; without `://` none of them can match. */
const addresses: readonly RegExp[] = [
  /(?:https?|ftps?):\/\/[-\w]+:[-\w]+@/,
  /hooks\.slack\.com\/services\//i,
  /(?:mongodb(?:\+srv)?|mysqlx?|postgres(?:ql)?):\/\/[^:/\s]+:[^@/\s]+@/i,
];

/** Whether a text may hold a secret; false only where the preset would find nothing. */
export function maySecret(text: string, extension: string): boolean {
  // A key of JSON may be written with escapes, which only reading it undoes.
  if (extension === '.json' && (text.includes('private_key_id') || text.includes('\\u00'))) return true;
  if (literals.some((literal) => text.includes(literal))) return true;
  if (text.includes('://') && addresses.some((expression) => expression.test(text))) return true;
  return expressions.some((expression) => expression.test(text));
}

/** Occurrences of one sign in a file; what is behind them is left out. Telling matches apart takes quadratic time. */
const mostSigns = 500;

/** How much of a text to search: all of it, unless a sign stands in it more often than anybody has secrets. */
export function searchedLength(text: string): number {
  const ends = [
    ...literals.map((literal) => literalEnd(text, literal)),
    ...[...expressions, ...addresses].map((one) => matchEnd(text, one)),
  ];
  return Math.min(text.length, ...ends);
}

function literalEnd(text: string, literal: string): number {
  let count = 0;
  for (let at = text.indexOf(literal); at !== -1; at = text.indexOf(literal, at + literal.length)) {
    count += 1;
    if (count > mostSigns) return at;
  }
  return text.length;
}

function matchEnd(text: string, { source, flags }: RegExp): number {
  let count = 0;
  for (const { index } of text.matchAll(new RegExp(source, `${flags}g`))) {
    count += 1;
    if (count > mostSigns) return index;
  }
  return text.length;
}
