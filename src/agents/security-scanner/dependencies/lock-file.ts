import { posix } from 'node:path';
import { type Compromised, compromised, compromisedMessage } from './compromised-packages.ts';
import type { DependencyFinding } from './dependency-finding.ts';

/** How the lock files write a package: its name, then its version. */
const forms: ReadonlyMap<string, { registry: Compromised['registry']; entries: RegExp }> = new Map([
  [
    'yarn.lock',
    { registry: 'npm', entries: /^"?(@?[^@\s"]+)@[^\n]*:\r?\n[ \t]+version:?[ \t]+"?([^"\s]+)/gm },
  ],
  [
    'pnpm-lock.yaml',
    { registry: 'npm', entries: /^[ \t]+['"]?\/?(@?[^@\s/'"]+(?:\/[^@\s/'"]+)?)[@/](\d[^\s('":]*)[^\n]*:/gm },
  ],
  ['poetry.lock', { registry: 'PyPI', entries: /^name = "([^"\n]+)"\r?\nversion = "([^"\n]+)"/gm }],
  ['uv.lock', { registry: 'PyPI', entries: /^name = "([^"\n]+)"\r?\nversion = "([^"\n]+)"/gm }],
  ['pdm.lock', { registry: 'PyPI', entries: /^name = "([^"\n]+)"\r?\nversion = "([^"\n]+)"/gm }],
  ['Pipfile.lock', { registry: 'PyPI', entries: /^[ \t]+"([\w.-]+)": \{[^{}]*"version": "==([^"]+)"/gm }],
]);

const jsonLocks: ReadonlySet<string> = new Set(['package-lock.json', 'npm-shrinkwrap.json']);

/** Whether a file is a lock file that can be read. */
export function isLockFile(path: string): boolean {
  const name = posix.basename(path);
  return jsonLocks.has(name) || forms.has(name);
}

/** The packages of a lock file that are known to have been malicious, each once. */
export function checkLockFile(path: string, text: string): DependencyFinding[] {
  const name = posix.basename(path);
  const form = forms.get(name);
  const locked = form === undefined ? jsonPackages(text) : textPackages(text, form.entries);
  const registry = form?.registry ?? 'npm';
  const seen = new Set<string>();
  const found: DependencyFinding[] = [];
  for (const entry of locked) {
    const bad = compromised(registry, entry.name, entry.version);
    const key = `${entry.name} ${entry.version}`;
    if (bad === null || seen.has(key)) continue;
    seen.add(key);
    const message = compromisedMessage(bad, entry.version);
    found.push({ rule: 'compromised-package', start: entry.start, end: entry.end, message });
  }
  return found;
}

interface Locked {
  readonly name: string;
  readonly version: string;
  readonly start: number;
  readonly end: number;
}

function textPackages(text: string, entries: RegExp): Locked[] {
  return [...text.matchAll(entries)].map(({ index, 0: whole, 1: name = '', 2: version = '' }) => {
    const start = index + whole.indexOf(name);
    return { name, version, start, end: start + name.length };
  });
}

/** Packages of any version of the format: `packages` by folder, and `dependencies` by name, nested. */
function jsonPackages(text: string): Locked[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return [];
  }
  const locked: Locked[] = [];
  const open: unknown[] = [parsed];
  const seen = new Set<string>();
  const add = (key: string, name: string, value: unknown) => {
    if (!isObject(value) || typeof value.version !== 'string') return;
    if (compromised('npm', name, value.version) === null || seen.has(`${name} ${value.version}`)) return;
    seen.add(`${name} ${value.version}`);
    const quoted = JSON.stringify(key);
    locked.push({ name, version: value.version, ...rangeOfEntry(text, quoted, value.version) });
  };
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (!isObject(next)) continue;
    for (const [key, value] of Object.entries(isObject(next.packages) ? next.packages : {})) {
      if (key !== '') add(key, nameOf(value) ?? key.slice(key.lastIndexOf('node_modules/') + 13), value);
    }
    for (const [key, value] of Object.entries(isObject(next.dependencies) ? next.dependencies : {})) {
      add(key, key, value);
      open.push(value);
    }
  }
  return locked;
}

function nameOf(value: unknown): string | undefined {
  return isObject(value) && typeof value.name === 'string' ? value.name : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Where an entry of this key with this version begins. */
function rangeOfEntry(text: string, key: string, version: string): { start: number; end: number } {
  let first = -1;
  for (let at = text.indexOf(key); at !== -1; at = text.indexOf(key, at + 1)) {
    const after = text.slice(at + key.length, at + key.length + 300);
    if (first === -1) first = at;
    const entry = /^\s*:\s*\{[^}]*?"version"\s*:\s*"([^"]*)"/.exec(after);
    if (entry?.[1] === version) return { start: at, end: at + key.length };
  }
  return first === -1 ? { start: 0, end: 0 } : { start: first, end: first + key.length };
}
