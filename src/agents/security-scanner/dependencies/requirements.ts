import { posix } from 'node:path';
import { compromised, compromisedMessage } from './compromised-packages.ts';
import type { DependencyFinding, Surroundings } from './dependency-finding.ts';
import { isPinned } from './git-reference.ts';

/** Whether a file is one of requirements for pip. */
export function isRequirements(path: string): boolean {
  const name = posix.basename(path).toLowerCase();
  return (
    /^(requirements|constraints)([-_.].*)?\.txt$|[-_.]requirements\.txt$/.test(name) ||
    /(^|\/)requirements\/[^/]+\.txt$/i.test(path)
  );
}

const lockFiles = ['uv.lock', 'poetry.lock', 'pdm.lock', 'Pipfile.lock', 'pylock.toml'];

/** What is wrong in a file of requirements. */
export function checkRequirements(path: string, text: string, beside: Surroundings): DependencyFinding[] {
  const found: DependencyFinding[] = [];
  const loose: { name: string; start: number; end: number }[] = [];
  let count = 0;
  for (const { line, start } of linesOf(text)) {
    const end = start + line.length;
    const add = (finding: Omit<DependencyFinding, 'start' | 'end'>) => found.push({ start, end, ...finding });
    if (line.startsWith('-')) checkOption(line, add);
    else {
      const git = /(?:^|[\s@])(git\+[a-z+]+:\/\/\S+|git\+\S+)/.exec(line)?.[1];
      checkAddress(line, git, add);
      const name = /^([A-Za-z0-9][\w.-]*)\s*(\[[^\]]*\])?\s*(.*)$/.exec(line);
      if (name === null || git !== undefined || /^[\w+.-]*:\/\/|^[./]|\.(whl|zip|tar\.gz)$/.test(line))
        continue;
      count += 1;
      const [, project = '', , rest = ''] = name;
      const version = /===?\s*([\w.!+*-]+)/.exec(rest)?.[1] ?? null;
      const bad = compromised('PyPI', project, version);
      if (bad !== null) add({ rule: 'compromised-package', message: compromisedMessage(bad, version) });
      if (!/[=<>~@]/.test(rest.split(';', 1)[0] ?? '')) loose.push({ name: project, start, end });
    }
  }
  const [first] = loose;
  const folder = posix.dirname(path);
  const locked = lockFiles.some((name) => beside.exists(posix.join(folder, name)));
  if (first !== undefined && !locked && !isForDevelopment(path)) {
    const names = loose
      .slice(0, 5)
      .map(({ name }) => name)
      .join(', ');
    const more = loose.length > 5 ? `, … (${loose.length} of ${count})` : '';
    found.push({
      rule: 'unpinned-requirement',
      start: first.start,
      end: first.end,
      message: `any version of these is installed, also one of tomorrow: ${names}${more}`,
    });
  }
  return found;
}

function isForDevelopment(path: string): boolean {
  return (
    /(dev|test|doc|lint|ci|build|bench|example|constraint|typing|optional|extra)/i.test(
      posix.basename(path),
    ) || /(^|\/)(docs?|\.github|ci|tools)\//.test(path)
  );
}

function checkOption(line: string, add: (finding: Omit<DependencyFinding, 'start' | 'end'>) => void): void {
  const [, option = '', value = ''] = /^(--?[\w-]+)[\s=]+(\S+)/.exec(line) ?? [];
  if (option === '--extra-index-url') {
    const message =
      'pip takes the highest version of either index: whoever takes the name of a private package on the public one is installed. Use --index-url with one index that serves both';
    add({ rule: 'extra-package-index', message });
  }
  if (option === '--trusted-host') {
    add({ rule: 'insecure-package-source', message: `the certificate of ${value} is not looked at` });
  }
  if (
    ['-i', '--index-url', '--extra-index-url', '-f', '--find-links'].includes(option) &&
    value.startsWith('http://')
  ) {
    add({
      rule: 'insecure-package-source',
      message: 'packages come by http, which anybody in between can change',
    });
  }
  if (option === '-e' || option === '--editable') {
    const git = /(git\+\S+)/.exec(line)?.[1];
    checkAddress(line, git, add);
  }
}

function checkAddress(
  line: string,
  git: string | undefined,
  add: (finding: Omit<DependencyFinding, 'start' | 'end'>) => void,
): void {
  if (git !== undefined) {
    const reference = /@([^@/#\s]+(?:\/[^@/#\s]+)*)(?:#.*)?$/.exec(
      git.replace(/^git\+\w+:\/\/[^/]*@/, ''),
    )?.[1];
    if (!isPinned(reference)) {
      const message = `${reference === undefined ? 'the newest commit' : `the branch ${reference}`} is installed, whatever it holds: name a commit`;
      add({ rule: 'unpinned-git-dependency', message });
    }
  }
  if (/(^|[\s@+])http:\/\//.test(line)) {
    add({
      rule: 'insecure-package-source',
      message: 'this comes by http, which anybody in between can change',
    });
  }
}

/** Lines without comments and with what continues them, and where they begin. */
function linesOf(text: string): { line: string; start: number }[] {
  const lines: { line: string; start: number }[] = [];
  let start = 0;
  for (const raw of text.split('\n')) {
    const line = raw.replace(/(^|\s)#.*$/, '').trim();
    if (line !== '') lines.push({ line, start: start + raw.indexOf(line) });
    start += raw.length + 1;
  }
  return lines;
}
