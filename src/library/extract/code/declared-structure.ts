import type { DocumentLink } from '../../document.ts';
import { shortened } from '../first-sentence.ts';
import type { SourceLines } from '../source-lines.ts';
import type { CodeDefinition, CodeStructure } from './code-structure.ts';

/** Columns in front of a declaration that is told; what stands further in is inside of something. */
const deepest = 8;
/** UTF-16 code units of a line that is looked at. */
const reach = 400;
const mostDefinitions = 2000;

/** Languages whose functions are told by their type in front and their parameters behind. */
const typedFirst: ReadonlySet<string> = new Set(
  'c cpp java csharp dart groovy objectivec cuda glsl solidity scala kotlin'.split(' '),
);
/** What has no declarations of this kind. */
const without: ReadonlySet<string> = new Set(
  'css template dockerfile make cmake vue svelte astro assembly'.split(' '),
);

const modifier =
  '(?:(?:export|default|public|private|protected|internal|abstract|final|sealed|static|partial|data|open|override|virtual|inline|unsafe|async|const|extern|pub(?:\\([^)]{0,40}\\))?|template\\s*<[^>]{0,100}>|@\\w+(?:\\([^)]{0,100}\\))?|fileprivate|mutating|case|annotation|value|lazy|implicit|suspend|operator|recursive|pure|elemental)\\s+){0,6}';
const grouping = new RegExp(
  `^\\s{0,20}${modifier}(class|struct|interface|trait|enum(?:\\s+(?:class|struct))?|record|protocol|union|namespace|module|defmodule|object|impl(?:<[^>]{0,100}>)?|extension|contract|message|service)\\s+([A-Za-z_][\\w.:$]*)`,
);
const keyword = new RegExp(
  `^\\s{0,20}${modifier}(?:func|fn|fun|function|def|defp|defn|defun|sub|proc|procedure|subroutine|macro|macro_rules!|let\\s+rec)\\s+(?:\\([^)]{0,100}\\)\\s*)?([A-Za-z_][\\w.?!$:-]*)`,
);
const typed =
  /^\s{0,8}(?!(?:return|if|for|while|switch|else|new|throw|case|delete|using|catch|goto|import|package|typedef|await|yield|do|in)\b)(?:[\w:<>,[\]*&?.~@]+\s+){1,6}[*&]*((?:[A-Za-z_~][\w]*::)*[A-Za-z_~]\w*)\s*\([^;=]*$/;
const alias = /^(?:export\s+|pub\s+)?(?:type|typealias|typedef|newtype|data)\s+([A-Za-z_]\w*)/;
const imported =
  /^\s{0,8}(?:#\s*include\s+["<]([^">]{1,200})[">]|(?:import|use|using|require(?:_relative)?|open|library)\s+(?:static\s+)?["'(]{0,2}([\w.:/\\*@-]{1,200}))/;

/** What a language without a grammar here declares, by how such lines are written in most languages. */
export function declaredStructure(lines: SourceLines, language: string | null): CodeStructure {
  const definitions: CodeDefinition[] = [];
  const imports: DocumentLink[] = [];
  if (language === null || without.has(language)) return { definitions, imports, doc: null };
  const isTyped = typedFirst.has(language);
  /** The groups around a line. */
  const around: { readonly name: string; readonly indent: number; readonly endLine: number }[] = [];
  for (let line = 1; line <= lines.count && definitions.length < mostDefinitions; line++) {
    const indent = lines.indent(line);
    if (indent === -1 || indent > deepest) continue;
    const start = lines.start(line) + indent;
    if (!isLetterLike(lines.text.charCodeAt(start))) continue;
    const written = lines.text.slice(lines.start(line), Math.min(lines.end(line), start + reach));
    const used = imported.exec(written);
    if (used !== null) {
      imports.push({ kind: 'import', target: used[1] ?? used[2] ?? '', line });
      continue;
    }
    const group = grouping.exec(written);
    const name =
      implemented(written) ??
      group?.[2] ??
      keyword.exec(written)?.[1] ??
      (isTyped ? typed.exec(written)?.[1] : undefined);
    const type = name === undefined && indent === 0 ? alias.exec(written)?.[1] : undefined;
    if (name === undefined && type === undefined) continue;
    while (around.length > 0 && line > (around.at(-1)?.endLine ?? 0)) around.pop();
    const endLine = blockEnd(lines, line, indent);
    const outer = around.at(-1)?.name ?? null;
    const kind =
      group === null
        ? type !== undefined
          ? 'type'
          : outer === null
            ? 'function'
            : 'method'
        : kindOf(group[1] ?? '');
    const signature = shortened(written.trim().replace(/\s*\{?\s*$/, ''), 300);
    definitions.push({
      kind,
      name: name ?? type ?? '',
      within: outer,
      line,
      startLine: line,
      endLine,
      signature,
    });
    if (group !== null) around.push({ name: name ?? '', indent, endLine });
  }
  return { definitions, imports, doc: null };
}

/** What `impl A for B` is about. */
function implemented(written: string): string | undefined {
  return /^\s{0,20}(?:unsafe\s+)?impl\b[^{]{1,200}?\sfor\s+(?:[\w:]*::)?([A-Za-z_]\w*)/.exec(written)?.[1];
}

function isLetterLike(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 64 && code <= 90) ||
    code === 95 ||
    code === 126 ||
    code === 35 ||
    code === 40
  );
}

function kindOf(keyword: string): CodeDefinition['kind'] {
  if (keyword.startsWith('enum')) return 'enum';
  if (/^(?:interface|trait|protocol)$/.test(keyword)) return 'interface';
  return /^(?:namespace|module|defmodule)$/.test(keyword) ? 'namespace' : 'class';
}

/** Lines that are looked through for the end of a block. */
const longestBlock = 5000;

/** The last line of what begins on a line: where its bracket or its `end` stands, or in front of what is no further in. */
function blockEnd(lines: SourceLines, start: number, indent: number): number {
  let last = start;
  for (let line = start + 1; line <= Math.min(lines.count, start + longestBlock); line++) {
    const own = lines.indent(line);
    if (own === -1) continue;
    if (own <= indent) {
      const sign = lines.text.charAt(lines.start(line) + own);
      if (own === indent && '{)'.includes(sign)) {
        last = line;
        continue;
      }
      const closes =
        own === indent &&
        (sign === '}' ||
          /^end\b/i.test(lines.text.slice(lines.start(line) + own, lines.start(line) + own + 4)));
      return closes ? line : last;
    }
    last = line;
  }
  return last;
}
