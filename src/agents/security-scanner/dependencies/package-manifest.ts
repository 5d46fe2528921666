import { posix } from 'node:path';
import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser';
import type { TextRange } from '../text-places.ts';
import { compromised, compromisedMessage } from './compromised-packages.ts';
import type { DependencyFinding, Surroundings } from './dependency-finding.ts';
import { isPinned } from './git-reference.ts';
import { pipedDownloads, pipedMessage } from './shell-text.ts';

const groups = ['dependencies', 'devDependencies', 'optionalDependencies'];
const lockFiles = [
  'package-lock.json',
  'npm-shrinkwrap.json',
  'yarn.lock',
  'pnpm-lock.yaml',
  'bun.lock',
  'bun.lockb',
];

/** What is wrong in a `package.json`; nothing where it cannot be read. */
export function checkPackageManifest(path: string, text: string, beside: Surroundings): DependencyFinding[] {
  const root = parseTree(text);
  if (root?.type !== 'object') return [];
  const found: DependencyFinding[] = [];
  const folder = posix.dirname(path);
  for (const group of groups) {
    for (const { name, value, range } of entriesOf(root, group)) {
      found.push(...checkDependency(name, value, folder).map((finding) => ({ ...range, ...finding })));
    }
  }
  for (const { name, value, range } of entriesOf(root, 'scripts')) {
    if (pipedDownloads(value).length === 0) continue;
    const when = /^(pre|post)?(install|prepare|publish|pack)/.test(name) ? `${name} runs by itself: ` : '';
    found.push({ rule: 'pipe-to-shell', ...range, message: `${when}${pipedMessage}` });
  }
  const unlocked = withoutLock(root, folder, beside);
  if (unlocked !== null) found.push(unlocked);
  return found;
}

function entriesOf(root: Node, group: string): { name: string; value: string; range: TextRange }[] {
  const table = findNodeAtLocation(root, [group]);
  if (table?.type !== 'object') return [];
  return (table.children ?? []).flatMap((property) => {
    const [key, value] = property.children ?? [];
    if (key === undefined || typeof value?.value !== 'string') return [];
    const range = { start: value.offset, end: value.offset + value.length };
    return [{ name: String(key.value), value: value.value, range }];
  });
}

function checkDependency(
  name: string,
  value: string,
  folder: string,
): Omit<DependencyFinding, 'start' | 'end'>[] {
  const alias = /^npm:(@?[^@]+)(?:@(.*))?$/.exec(value);
  const project = alias?.[1] ?? name;
  const version = (alias ? (alias[2] ?? '') : value).trim();
  const bad = compromised(
    'npm',
    project,
    /^[=v]?\d+\.\d+\.\d+/.test(version) ? version.replace(/^[=v]/, '') : null,
  );
  if (bad !== null)
    return [
      {
        rule: 'compromised-package',
        message: compromisedMessage(bad, bad.versions === null ? null : version),
      },
    ];
  if (['', '*', 'x', 'latest', '>=0', '>=0.0.0'].includes(version)) {
    const message = `any version of ${name} will do, also one of tomorrow: give a range such as ^1.2.3`;
    return [{ rule: 'wildcard-dependency', message }];
  }
  if (/^(git\+)?http:\/\//.test(version) || version.startsWith('git://')) {
    return [
      {
        rule: 'insecure-package-source',
        message: `${name} comes without encryption, and anybody in between can change it`,
      },
    ];
  }
  if (isGit(version)) {
    if (isPinned(version.split('#')[1])) return [];
    const message = `${name} is the newest commit of a branch, whatever it holds: give a commit or a tag behind #`;
    return [{ rule: 'unpinned-git-dependency', message }];
  }
  const target = /^(?:file|link|portal):(?!\/\/)(.*)$/.exec(version)?.[1];
  if (target !== undefined && leaves(folder, target)) {
    return [
      {
        rule: 'outside-dependency',
        message: `${name} lies outside of the workspace, and is missing wherever only this is`,
      },
    ];
  }
  return [];
}

function isGit(version: string): boolean {
  return (
    /^(git\+|git@|github:|gitlab:|bitbucket:)/.test(version) ||
    /^[\w.-]+\/[\w.-]+(#.*)?$/.test(version) ||
    /^https:\/\/[^\s]+\.git(#.*)?$/.test(version)
  );
}

function leaves(folder: string, target: string): boolean {
  if (posix.isAbsolute(target) || /^[A-Za-z]:|^~/.test(target)) return true;
  return posix.normalize(posix.join(folder, target)).startsWith('..');
}

/** An application is private, starts, or only brings a command; what is published as a library needs no lock file. */
function withoutLock(root: Node, folder: string, beside: Surroundings): DependencyFinding | null {
  const has = (...names: string[]) => findNodeAtLocation(root, names) !== undefined;
  const first = groups
    .map((group) => findNodeAtLocation(root, [group]))
    .find((node) => (node?.children ?? []).length > 0);
  if (first === undefined) return null;
  const isPrivate = findNodeAtLocation(root, ['private'])?.value === true;
  const isLibrary = ['main', 'exports', 'module', 'types', 'files', 'publishConfig', 'browser'].some((name) =>
    has(name),
  );
  const starts = has('scripts', 'start') || has('bin');
  if (!isPrivate && (isLibrary || !starts)) return null;
  // Parts of a workspace are locked by the file of the whole.
  for (let at = folder; ; at = posix.dirname(at)) {
    if (lockFiles.some((name) => beside.exists(posix.join(at, name)))) return null;
    if (at === '.' || at === '/') break;
  }
  const key = first.parent?.children?.[0] ?? first;
  const message = 'no lock file: every installation takes other versions, and nobody has looked at them';
  return { rule: 'missing-lock-file', start: key.offset, end: key.offset + key.length, message };
}
