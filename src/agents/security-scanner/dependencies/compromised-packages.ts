/** A package or releases of it that were malicious, where that was published. */
export interface Compromised {
  readonly registry: 'npm' | 'PyPI';
  readonly name: string;
  /** The releases; null for all of them, also those to come: the name itself is the fraud. */
  readonly versions: readonly string[] | null;
  readonly what: string;
  readonly source: string;
}

const advisory = (id: string) => `https://github.com/advisories/${id}`;
const september = 'https://www.aikido.dev/blog/npm-debug-and-chalk-packages-compromised';

function npm(name: string, versions: readonly string[] | null, what: string, source: string): Compromised {
  return { registry: 'npm', name, versions, what, source };
}

function pypi(name: string, versions: readonly string[] | null, what: string, source: string): Compromised {
  return { registry: 'PyPI', name, versions, what, source };
}

const miner = 'installs a miner of coins and a stealer of passwords';
const wallet = 'rewrites addresses of wallets in the browser';

/**
 * A small list of what became known widely, so that a lock file that still has it is found without a network. It does
 * not take the place of `npm audit` or `pip-audit`.
 */
export const compromisedPackages: readonly Compromised[] = [
  npm('event-stream', ['3.3.6'], 'steals wallets by flatmap-stream', advisory('GHSA-mh6f-8j2x-4483')),
  npm('flatmap-stream', null, 'steals wallets', advisory('GHSA-mh6f-8j2x-4483')),
  npm('ua-parser-js', ['0.7.29', '0.8.0', '1.0.0'], miner, advisory('GHSA-pjwm-rvh2-c87w')),
  npm(
    'coa',
    ['2.0.3', '2.0.4', '2.1.1', '2.1.3', '3.0.1', '3.1.3'],
    'installs a stealer of passwords',
    advisory('GHSA-73qr-pfmq-6rp8'),
  ),
  npm('rc', ['1.2.9', '1.3.9', '2.3.9'], 'installs a stealer of passwords', advisory('GHSA-g2q5-5433-rhrf')),
  npm(
    'node-ipc',
    ['10.1.1', '10.1.2'],
    'overwrites files by where the machine stands',
    advisory('GHSA-97m3-w2cp-4xx6'),
  ),
  npm(
    'peacenotwar',
    null,
    'writes files on the desktop of whoever installs it',
    advisory('GHSA-97m3-w2cp-4xx6'),
  ),
  npm('colors', ['1.4.1', '1.4.2', '1.4.44-liberty-2'], 'loops without end', advisory('GHSA-5rqg-jm4f-cqx7')),
  npm('faker', ['6.6.6'], 'was emptied by its author', advisory('GHSA-5w9c-rv96-fr7g')),
  npm('eslint-scope', ['3.7.2'], 'steals tokens of npm', advisory('GHSA-hxxf-q3w9-4xgw')),
  npm('eslint-config-eslint', ['5.0.2'], 'steals tokens of npm', advisory('GHSA-hxxf-q3w9-4xgw')),
  npm(
    'crossenv',
    null,
    'takes the place of cross-env and steals the environment',
    'https://blog.npmjs.org/post/163723642530/crossenv-malware-on-the-npm-registry',
  ),
  npm('@solana/web3.js', ['1.95.6', '1.95.7'], 'steals private keys', advisory('GHSA-jcxm-7wvp-g6p5')),
  npm('debug', ['4.4.2'], wallet, september),
  npm('chalk', ['5.6.1'], wallet, september),
  npm('chalk-template', ['1.1.1'], wallet, september),
  npm('ansi-styles', ['6.2.2'], wallet, september),
  npm('ansi-regex', ['6.2.1'], wallet, september),
  npm('strip-ansi', ['7.1.1'], wallet, september),
  npm('wrap-ansi', ['9.0.1'], wallet, september),
  npm('slice-ansi', ['7.1.1'], wallet, september),
  npm('supports-color', ['10.2.1'], wallet, september),
  npm('supports-hyperlinks', ['4.1.1'], wallet, september),
  npm('color', ['5.0.1'], wallet, september),
  npm('color-convert', ['3.1.1'], wallet, september),
  npm('color-name', ['2.0.1'], wallet, september),
  npm('color-string', ['2.1.1'], wallet, september),
  npm('is-arrayish', ['0.3.3'], wallet, september),
  npm('simple-swizzle', ['0.2.3'], wallet, september),
  npm('error-ex', ['1.3.3'], wallet, september),
  npm('has-ansi', ['6.0.1'], wallet, september),
  npm('backslash', ['0.2.1'], wallet, september),
  pypi(
    'ctx',
    ['0.1.2', '0.2.2', '0.2.6'],
    'steals the environment',
    'https://python-security.readthedocs.io/pypi-vuln/index-2022-05-24-ctx-domain-takeover.html',
  ),
  pypi(
    'python3-dateutil',
    null,
    'takes the place of python-dateutil and steals keys',
    'https://github.com/dateutil/dateutil/issues/984',
  ),
  pypi(
    'jeilyfish',
    null,
    'takes the place of jellyfish (with a capital I) and steals keys',
    'https://github.com/dateutil/dateutil/issues/984',
  ),
  pypi(
    'torchtriton',
    null,
    'took the place of a package of PyTorch and steals files',
    'https://pytorch.org/blog/compromised-nightly-dependency/',
  ),
  pypi(
    'ultralytics',
    ['8.3.41', '8.3.42', '8.3.45', '8.3.46'],
    'installs a miner of coins',
    'https://github.com/ultralytics/ultralytics/issues/18027',
  ),
];

const byName: ReadonlyMap<string, Compromised> = new Map(
  compromisedPackages.map((entry) => [`${entry.registry} ${entry.name}`, entry]),
);

/**
 * What is known against a package; null where nothing is.
 *
 * @param version null where any will do: only packages of which every release is malicious are told then
 */
export function compromised(
  registry: Compromised['registry'],
  name: string,
  version: string | null,
): Compromised | null {
  const key = registry === 'PyPI' ? normalName(name) : name;
  const entry = byName.get(`${registry} ${key}`);
  if (entry === undefined) return null;
  if (entry.versions === null) return entry;
  return version !== null && entry.versions.includes(version) ? entry : null;
}

/** A name of PyPI as PEP 503 compares it. */
export function normalName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** What a finding says of it. */
export function compromisedMessage({ name, what, source }: Compromised, version: string | null): string {
  return `${name}${version === null ? '' : ` ${version}`} ${what}: ${source}`;
}
