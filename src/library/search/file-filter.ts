import { posix } from 'node:path';
import { escapePattern } from '../../common/escape-pattern.ts';
import { type DocumentStatus, documentStatuses } from '../../model/library-report.ts';
import { documentKinds, type PassageKind } from '../document.ts';
import { fileKind } from '../extract/file-kind.ts';
import type { CorpusFile } from './corpus.ts';
import type { FilterField, QueryFilter } from './parse-query.ts';

/** Kinds of passages that are asked for. */
export interface PassageKinds {
  /** These, where there are any. */
  readonly kinds: readonly string[];
  /** None of these. */
  readonly otherKinds: readonly string[];
  /** Beside `kinds` all passages of files of these kinds. */
  readonly fileKinds: readonly string[];
}

/** What the filters of a query let through of files, whatever stands in them. */
export interface FileFilter {
  /** Null where all files pass. */
  readonly accepts: ((file: CorpusFile, status: DocumentStatus) => boolean) | null;
  /** Which passages will do, of which a file must have one; null where all will. */
  readonly passages: PassageKinds | null;
  /** A filter that means nothing, told to whoever wrote it; null where there is none. */
  readonly problem: string | null;
}

const passageKinds = [
  'module',
  'class',
  'function',
  'method',
  'cell',
  'section',
  'table',
  'entry',
  'text',
  'failure',
  'error',
  'finding',
  'artifact',
] as const satisfies readonly PassageKind[];

type Test = (file: CorpusFile, status: DocumentStatus) => boolean;

/** Makes a filter of what was asked: filters of one field are alternatives, fields and exclusions all hold. */
export function fileFilter(filters: readonly QueryFilter[]): FileFilter {
  const wanted = new Map<FilterField, Test[]>();
  const tests: Test[] = [];
  const wantedPassages: string[] = [];
  const otherPassages: string[] = [];
  const fileKinds: string[] = [];
  let problem: string | null = null;
  for (const { field, values, negated } of filters) {
    if (field === 'run') continue;
    for (const value of values) {
      const wrong = wrongValue(field, value);
      if (wrong !== null) {
        problem ??= wrong;
        continue;
      }
      // `table` and `text` are kinds of both: then the file is meant.
      if (field === 'kind' && !isFileKind(value)) {
        (negated ? otherPassages : wantedPassages).push(value);
        continue;
      }
      if (field === 'kind' && !negated) fileKinds.push(value);
      const test = testOf(field, value);
      if (negated) tests.push((file, status) => !test(file, status));
      else wanted.set(field, [...(wanted.get(field) ?? []), test]);
    }
  }
  // Then it is decided by the passage.
  if (wantedPassages.length > 0) wanted.delete('kind');
  for (const alternatives of wanted.values())
    tests.push((file, status) => alternatives.some((test) => test(file, status)));
  return {
    accepts: tests.length === 0 ? null : (file, status) => tests.every((test) => test(file, status)),
    passages:
      wantedPassages.length + otherPassages.length === 0
        ? null
        : { kinds: wantedPassages, otherKinds: otherPassages, fileKinds },
    problem,
  };
}

function isFileKind(value: string): boolean {
  return (documentKinds as readonly string[]).includes(value);
}

function isPassageKind(value: string): boolean {
  return (passageKinds as readonly string[]).includes(value);
}

/** What is wrong with the value of a filter; null where nothing is. */
function wrongValue(field: FilterField, value: string): string | null {
  if (field === 'kind' && !isFileKind(value) && !isPassageKind(value))
    return `There is no kind ${value}. Kinds are ${[...new Set([...documentKinds, ...passageKinds])].join(', ')}.`;
  if (field === 'status' && !(documentStatuses as readonly string[]).includes(value))
    return `There is no status ${value}. Statuses are ${documentStatuses.join(', ')}.`;
  return null;
}

function testOf(field: Exclude<FilterField, 'run'>, value: string): Test {
  switch (field) {
    case 'kind':
      return (file) => file.kind === value;
    case 'status':
      return (_, status) => status === value;
    case 'ext': {
      const extension = value.startsWith('.') ? value : `.${value}`;
      return (file) => posix.basename(file.lowerPath).endsWith(extension);
    }
    case 'lang': {
      // `py`, `ts`, `md`: an extension stands for its language.
      const language = fileKind(`x.${value}`, '').language ?? value;
      return (file) => file.language === value || file.language === language;
    }
    case 'path':
      return pathTest(value);
  }
}

/** A part of the path; with `*` and `?` a pattern for a part of it; with `/` in front it is where the path begins. */
function pathTest(value: string): Test {
  const isAnchored = value.startsWith('/');
  const bare = isAnchored ? value.slice(1) : value;
  if (!/[*?]/.test(bare)) {
    return isAnchored
      ? ({ lowerPath }) => lowerPath.startsWith(bare)
      : ({ lowerPath }) => lowerPath.includes(bare);
  }
  const source = bare.replace(/\*+|\?|[^*?]+/g, (part) => {
    if (part === '?') return '[^/]';
    if (part.startsWith('*')) return part.length > 1 ? '.*' : '[^/]*';
    return escapePattern(part);
  });
  const pattern = new RegExp(`${isAnchored ? '^' : '(?:^|/)'}${source}(?:$|/)`, 'u');
  return ({ lowerPath }) => pattern.test(lowerPath);
}
