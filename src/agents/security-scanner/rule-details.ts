import type { SecurityPart, SecurityRule } from './security-finding.ts';

/** What a report for other tools says about a rule. */
export interface RuleDetails {
  readonly part: SecurityPart;
  /** What to do about it. */
  readonly advice: string;
  /** The weakness in the Common Weakness Enumeration, https://cwe.mitre.org. */
  readonly cwe: number;
  /** From 0.1 to 10, as the scores of CVSS: what GitHub sorts by. */
  readonly score: number;
}

function rule(part: SecurityPart, cwe: number, score: number, advice: string): RuleDetails {
  return { part, cwe, score, advice };
}

export const ruleDetails: Readonly<Record<SecurityRule, RuleDetails>> = {
  secret: rule(
    'secrets',
    798,
    9,
    'Revoke it where it was issued: whoever has a copy of the repository has it. Then read it from the environment or a store of secrets. Removing it from the file does not remove it from the history.',
  ),
  'private-key': rule(
    'secrets',
    321,
    9,
    'Make a new pair of keys and withdraw the old one: whoever has a copy of the repository has it. Keep keys outside of the repository.',
  ),
  'credentials-in-url': rule(
    'secrets',
    798,
    8.5,
    'Change the password. Put the address together from the environment when it is used.',
  ),
  'access-key-id': rule(
    'secrets',
    798,
    5,
    'The other half of the key is mostly not far: look for it, and withdraw the key if it was ever committed.',
  ),
  'shell-injection': rule(
    'calls',
    78,
    9,
    'Start the program itself with a list of arguments, so that no shell reads them: execFile, spawn, subprocess.run([...]). Where a shell is needed, quote each value (shlex.quote).',
  ),
  'sql-injection': rule(
    'calls',
    89,
    9,
    'Write a placeholder into the statement and give the value beside it: execute("… WHERE id = ?", (id,)).',
  ),
  'dynamic-code': rule(
    'calls',
    95,
    7.5,
    'Read values with a parser (JSON.parse, ast.literal_eval), or choose among functions by name.',
  ),
  'unsafe-deserialization': rule(
    'calls',
    502,
    8,
    'Use a format that only holds data, such as JSON; or check a signature before anything is read.',
  ),
  'unsafe-yaml': rule('calls', 502, 8, 'Use yaml.safe_load, or give Loader=yaml.SafeLoader.'),
  'html-injection': rule(
    'calls',
    79,
    6.5,
    'Set textContent, or clean the HTML with a library for it (DOMPurify) right before it is set.',
  ),
  'tls-verification-off': rule(
    'calls',
    295,
    7,
    'Leave the check on. Where the certificate is of an authority of your own, give that one (ca, verify="/path/ca.pem").',
  ),
  'weak-hash': rule(
    'calls',
    327,
    6,
    'Use scrypt, argon2 or bcrypt for passwords, and an HMAC with SHA-256 for signatures and tokens.',
  ),
  'weak-random': rule(
    'calls',
    338,
    7,
    'Use a source for cryptography: crypto.randomBytes, crypto.getRandomValues, the module secrets.',
  ),
  'weak-cipher': rule('calls', 327, 6.5, 'Use createCipheriv with a key from scrypt and a random IV.'),
  'insecure-temporary-file': rule(
    'calls',
    377,
    5.5,
    'Use tempfile.mkstemp, NamedTemporaryFile or TemporaryDirectory, which make what they name.',
  ),
  'unsafe-extract': rule(
    'calls',
    22,
    7,
    "Give filter='data' (Python 3.12, and later releases of 3.8 to 3.11).",
  ),
  'external-entities': rule(
    'calls',
    611,
    7,
    'Leave external entities off, or read the document with defusedxml.',
  ),
  'debug-mode': rule(
    'calls',
    489,
    6.5,
    'Switch the debugger on from outside where it is needed: flask run --debug.',
  ),
  'buffer-constructor': rule('calls', 665, 4.5, 'Use Buffer.from for data and Buffer.alloc for a size.'),
  'compromised-package': rule(
    'dependencies',
    506,
    9.5,
    'Remove it or go to another release, and take every machine that installed it for broken into: change what it could read.',
  ),
  'insecure-package-source': rule('dependencies', 829, 7, 'Use https with a certificate that is checked.'),
  'extra-package-index': rule(
    'dependencies',
    427,
    6,
    'Use one index (--index-url) that serves both private and public packages, or pin with hashes (--require-hashes).',
  ),
  'unpinned-git-dependency': rule('dependencies', 829, 5, 'Name a commit or a version.'),
  'wildcard-dependency': rule('dependencies', 1357, 4, 'Give a range of versions, and keep a lock file.'),
  'unpinned-requirement': rule(
    'dependencies',
    1357,
    2,
    'Write the exact versions (pip freeze, pip-compile, uv lock).',
  ),
  'outside-dependency': rule('dependencies', 829, 3, 'Publish it, or take it into the workspace.'),
  'missing-lock-file': rule('dependencies', 1357, 4, 'Commit the lock file of your package manager.'),
  'pipe-to-shell': rule(
    'dependencies',
    494,
    5.5,
    'Download to a file, compare its digest or signature, then run it.',
  ),
  'unpinned-image': rule(
    'dependencies',
    1357,
    3.5,
    'Name a version, best with the digest of the image (@sha256:…).',
  ),
  'remote-add': rule('dependencies', 494, 3, 'Give --checksum=sha256:…, which ADD compares.'),
  'unpinned-action': rule(
    'dependencies',
    829,
    5,
    'Name the full commit and write the version beside it as a comment.',
  ),
  'untrusted-checkout': rule(
    'dependencies',
    829,
    9,
    'Run what a pull request brings under pull_request, which has no secrets, and hand results to a second workflow.',
  ),
  'workflow-injection': rule(
    'dependencies',
    94,
    9,
    'Give the text to the step by env, and use the variable of the shell in quotes.',
  ),
};

/** Which part of the agent a rule belongs to. */
export function partOf(name: SecurityRule): SecurityPart {
  return ruleDetails[name].part;
}
