import { posix } from 'node:path';
import { documentKinds } from '../document.ts';
import { fileKind } from '../extract/file-kind.ts';
import type { CorpusFile } from './corpus.ts';
import type { FilterField, QueryFilter } from './parse-query.ts';

/** What the filters of a query let through. */
export interface FileFilter {
  accepts(file: CorpusFile): boolean;
  /** Kinds of passages of which a file must have one, which is then shown; null where any will do. */
  readonly passageKinds: readonly string[] | null;
  /** A filter that means nothing, told to whoever wrote it; null where there is none. */
  readonly problem: string | null;
}

const passageKinds = ['module', 'class', 'function', 'method', 'cell', 'section', 'table', 'entry', 'text'];

type Test = (file: CorpusFile) => boolean;

/** Makes a filter of what was asked: filters of one field are alternatives, fields and exclusions all hold. */
export function fileFilter(filters: readonly QueryFilter[]): FileFilter {
  const wanted = new Map<FilterField, Test[]>();
  const tests: Test[] = [];
  const kindsOfPassages: string[] = [];
  let problem: string | null = null;
  for (const { field, values, negated } of filters) {
    for (const value of values) {
      if (field === 'kind' && !isKind(value) && !passageKinds.includes(value)) {
        problem ??= `There is no kind ${value}. Kinds are ${[...new Set([...documentKinds, ...passageKinds])].join(', ')}.`;
        continue;
      }
      if (field === 'kind' && !isKind(value) && !negated) {
        kindsOfPassages.push(value);
        continue;
      }
      const test = testOf(field, value);
      if (negated) tests.push((file) => !test(file));
      else wanted.set(field, [...(wanted.get(field) ?? []), test]);
    }
  }
  for (const alternatives of wanted.values()) tests.push((file) => alternatives.some((test) => test(file)));
  return {
    accepts: (file) => tests.every((test) => test(file)),
    passageKinds: kindsOfPassages.length > 0 ? kindsOfPassages : null,
    problem,
  };
}

function isKind(value: string): boolean {
  return (documentKinds as readonly string[]).includes(value);
}

function testOf(field: FilterField, value: string): Test {
  switch (field) {
    case 'kind':
      return (file) => file.kind === value;
    case 'status':
      return (file) => file.status === value;
    case 'ext': {
      const extension = value.startsWith('.') ? value : `.${value}`;
      return (file) => posix.basename(file.path).toLowerCase().endsWith(extension);
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
      ? ({ path }) => path.toLowerCase().startsWith(bare)
      : ({ path }) => path.toLowerCase().includes(bare);
  }
  const source = bare.replace(/\*+|\?|[^*?]+/g, (part) => {
    if (part === '?') return '[^/]';
    if (part.startsWith('*')) return part.length > 1 ? '.*' : '[^/]*';
    return part.replace(/[\\^$.|+()[\]{}/-]/g, '\\$&');
  });
  const pattern = new RegExp(`${isAnchored ? '^' : '(?:^|/)'}${source}(?:$|/)`, 'u');
  return ({ path }) => pattern.test(path.toLowerCase());
}
