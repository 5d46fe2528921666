import { posix } from 'node:path';
import { parse, type TomlTable } from 'smol-toml';
import type { SecurityRule } from '../security-finding.ts';
import { compromised, compromisedMessage } from './compromised-packages.ts';
import { type DependencyFinding, rangeOf, type Surroundings } from './dependency-finding.ts';
import { isPinned } from './git-reference.ts';

/** Whether a file is one of a project of Python in TOML. */
export function isPythonManifest(path: string): boolean {
  return ['pyproject.toml', 'Pipfile'].includes(posix.basename(path));
}

/** What is wrong in a `pyproject.toml` or a `Pipfile`; nothing where it cannot be read. */
export function checkPythonManifest(path: string, text: string, beside: Surroundings): DependencyFinding[] {
  const table = readToml(text);
  if (table === null) return [];
  const found: DependencyFinding[] = [];
  const folder = posix.dirname(path);
  const isPipfile = posix.basename(path) === 'Pipfile';
  const locks = isPipfile ? ['Pipfile.lock'] : ['poetry.lock', 'uv.lock', 'pdm.lock'];
  const locked = locks.some((name) => beside.exists(posix.join(folder, name)));
  for (const [name, value] of namedDependencies(table, isPipfile)) {
    checkNamed(name, value, locked, text, found);
  }
  for (const requirement of textDependencies(table)) checkText(requirement, text, found);
  checkSources(table, text, found);
  return found;
}

function readToml(text: string): TomlTable | null {
  try {
    return parse(text);
  } catch {
    return null;
  }
}

function tableAt(table: unknown, ...path: readonly string[]): Record<string, unknown> {
  let found: unknown = table;
  for (const name of path) found = isTable(found) && Object.hasOwn(found, name) ? found[name] : undefined;
  return isTable(found) ? found : {};
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listAt(table: unknown, path: readonly string[], name: string): unknown[] {
  const value = tableAt(table, ...path)[name];
  return Array.isArray(value) ? value : [];
}

function namedDependencies(table: TomlTable, isPipfile: boolean): [string, unknown][] {
  const tables = isPipfile
    ? [tableAt(table, 'packages'), tableAt(table, 'dev-packages')]
    : [
        tableAt(table, 'tool', 'poetry', 'dependencies'),
        tableAt(table, 'tool', 'poetry', 'dev-dependencies'),
        ...Object.values(tableAt(table, 'tool', 'poetry', 'group')).map((group) =>
          tableAt(group, 'dependencies'),
        ),
        tableAt(table, 'tool', 'uv', 'sources'),
      ];
  return tables.flatMap((entries) => Object.entries(entries));
}

function textDependencies(table: TomlTable): string[] {
  const lists = [
    listAt(table, ['project'], 'dependencies'),
    ...Object.values(tableAt(table, 'project', 'optional-dependencies')),
    ...Object.values(tableAt(table, 'dependency-groups')),
  ];
  return lists.flat().filter((entry) => typeof entry === 'string');
}

function checkNamed(
  name: string,
  value: unknown,
  locked: boolean,
  text: string,
  found: DependencyFinding[],
): void {
  const add = (rule: SecurityRule, message: string) =>
    found.push({ rule, ...rangeOfKey(text, name), message });
  const version =
    typeof value === 'string'
      ? value
      : isTable(value) && typeof value.version === 'string'
        ? value.version
        : null;
  const exact = /^={0,3}\s*(\d[\w.!+-]*)$/.exec(version ?? '')?.[1] ?? null;
  const bad = compromised('PyPI', name, exact);
  if (bad !== null) add('compromised-package', compromisedMessage(bad, exact));
  if (version === '*' && !locked && name !== 'python') {
    add('wildcard-dependency', `any version of ${name} will do, and no lock file says which`);
  }
  if (!isTable(value) || typeof value.git !== 'string') return;
  const reference = [value.rev, value.tag, value.ref].find((entry) => typeof entry === 'string');
  if (locked || isPinned(reference)) return;
  const branch = typeof value.branch === 'string' ? `the branch ${value.branch}` : 'the newest commit';
  const message = `${branch} of ${name} is installed, whatever it holds: give rev or tag`;
  add('unpinned-git-dependency', message);
}

function checkText(requirement: string, text: string, found: DependencyFinding[]): void {
  const add = (rule: SecurityRule, message: string) =>
    found.push({ rule, ...rangeOf(text, requirement), message });
  const [, name = '', rest = ''] = /^\s*([A-Za-z0-9][\w.-]*)(.*)$/s.exec(requirement) ?? [];
  const version = /^\s*(?:\[[^\]]*\])?\s*===?\s*([\w.!+-]+)/.exec(rest)?.[1] ?? null;
  const bad = compromised('PyPI', name, version);
  if (bad !== null) add('compromised-package', compromisedMessage(bad, version));
  const git = /@\s*git\+[a-z]+:\/\/(?:[^/\s]*@)?[^@\s]+(?:@([^\s#;]+))?/.exec(requirement);
  if (git !== null && !isPinned(git[1])) {
    const message = `${git[1] === undefined ? 'the newest commit' : `the branch ${git[1]}`} is installed, whatever it holds: name a commit`;
    add('unpinned-git-dependency', message);
  }
  if (/@\s*(git\+)?http:\/\//.test(requirement)) {
    add('insecure-package-source', 'this comes by http, which anybody in between can change');
  }
}

function checkSources(table: TomlTable, text: string, found: DependencyFinding[]): void {
  const sources = [
    ...listAt(table, [], 'source'),
    ...listAt(table, ['tool', 'poetry'], 'source'),
    ...listAt(table, ['tool', 'uv'], 'index'),
    ...listAt(table, ['tool', 'pdm'], 'source'),
  ].filter(isTable);
  for (const source of sources) {
    if (typeof source.url !== 'string') continue;
    const range = rangeOf(text, source.url);
    if (source.url.startsWith('http://')) {
      found.push({
        rule: 'insecure-package-source',
        ...range,
        message: 'packages come by http, which anybody in between can change',
      });
    } else if (source.verify_ssl === false) {
      found.push({
        rule: 'insecure-package-source',
        ...range,
        message: 'the certificate of this index is not looked at',
      });
    }
  }
}

/** Where a key of TOML stands at the beginning of a line. */
function rangeOfKey(text: string, key: string): { start: number; end: number } {
  for (const written of [key, `"${key}"`, `'${key}'`]) {
    for (let at = text.indexOf(written); at !== -1; at = text.indexOf(written, at + 1)) {
      const before = text.slice(text.lastIndexOf('\n', at - 1) + 1, at).trim();
      if (before === '' && /^\s*[=.]/.test(text.slice(at + written.length, at + written.length + 20))) {
        return { start: at, end: at + written.length };
      }
    }
  }
  return rangeOf(text, key);
}
