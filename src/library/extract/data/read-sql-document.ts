import type { NamedThing } from '../../document.ts';
import { oneLine } from '../code/one-line.ts';
import { lineSection, type Reading, readingOf, type Section } from '../section.ts';
import type { SourceLines } from '../source-lines.ts';
import { codeTitle } from '../titles.ts';

const created =
  /^(?:create|alter|drop)\s+(?:or\s+(?:replace|alter)\s+)?(?:(?:global|local|temp|temporary|unlogged|external|unique|virtual|materialized|recursive|definer\s*=\s*\S+)\s+){0,3}(table|view|function|procedure|trigger|index|type|schema|sequence|database|extension|role|policy|domain)\s+(?:if\s+(?:not\s+)?exists\s+)?([\w."`[\]$-]{1,200})/i;
const about =
  /^(?:(insert)\s+(?:or\s+\w+\s+)?into|(update)|(delete)\s+from|(merge)\s+into|(copy)|(truncate)(?:\s+table)?)\s+([\w."`[\]$-]{1,200})/i;
const column = /^\s*["`[]?([A-Za-z_]\w{0,100})["`\]]?\s+(?:[A-Za-z]+\b)/;
const noColumn = /^(?:primary|foreign|unique|constraint|check|key|index|exclude|partition|like)$/i;
const mostColumns = 100;

/** Reads SQL by its statements. */
export function readSqlDocument(lines: SourceLines): Reading {
  const sections: Section[] = [];
  const names: NamedThing[] = [];
  for (const { start, end } of statements(lines.text)) {
    const written = withoutComments(lines.text.slice(start, Math.min(end, start + 4000))).trim();
    if (written === '') continue;
    const line = lines.lineAt(start);
    const endLine = lines.lineAt(Math.max(start, end - 1));
    const [, kind = '', name = ''] = created.exec(written) ?? [];
    const title = name === '' ? titleOf(written) : unquoted(name);
    sections.push(
      lineSection(
        'entry',
        'entry',
        title === null ? [] : [title],
        line,
        endLine,
        name === '' ? [] : [unquoted(name)],
      ),
    );
    if (name === '' || /^(?:alter|drop)\b/i.test(written)) continue;
    const isCode = /function|procedure|trigger/i.test(kind);
    const at = nameLine(lines, line, endLine, name);
    const signature = oneLine(written.split(/\bas\b|\(\s*\n/i, 1)[0] ?? '', /--[^\n]*/g).replace(/\s*;$/, '');
    names.push({
      name: unquoted(name),
      kind: isCode ? 'function' : 'type',
      line: at,
      endLine,
      signature,
      within: null,
    });
    if (/table/i.test(kind)) addColumns(names, lines, at, endLine, unquoted(name));
  }
  return readingOf({ title: codeTitle(lines.text), sections: apart(sections), names });
}

/** Two statements on one line are one section. */
function apart(sections: readonly Section[]): Section[] {
  const result: Section[] = [];
  for (const section of sections) {
    const last = result.at(-1);
    if (last === undefined || section.line > last.endLine) result.push(section);
    else
      result[result.length - 1] = {
        ...last,
        endLine: Math.max(last.endLine, section.endLine),
        symbols: [...last.symbols, ...section.symbols],
      };
  }
  return result;
}

function titleOf(written: string): string | null {
  const [, ...parts] = about.exec(written) ?? [];
  const [verb, name] = parts.filter((part) => part !== undefined);
  return verb === undefined || name === undefined ? null : `${verb.toLowerCase()} ${unquoted(name)}`;
}

function unquoted(name: string): string {
  return name.replace(/["`[\]]/g, '');
}

function nameLine(lines: SourceLines, first: number, last: number, name: string): number {
  for (let line = first; line <= Math.min(last, first + 100); line++)
    if (lines.line(line).includes(name)) return line;
  return first;
}

function addColumns(
  names: NamedThing[],
  lines: SourceLines,
  first: number,
  last: number,
  within: string,
): void {
  for (let line = first + 1; line <= Math.min(last, first + mostColumns); line++) {
    const written = lines.line(line).slice(0, 300);
    const name = column.exec(written)?.[1];
    if (name === undefined || noColumn.test(name)) continue;
    names.push({
      name,
      kind: 'column',
      line,
      endLine: line,
      signature: written.trim().replace(/,?\s*(?:--.*)?$/, ''),
      within,
    });
  }
}

function withoutComments(text: string): string {
  return text.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, ' ');
}

/** Where statements stand: between semicolons that are in no text, no comment and no body between dollar signs. */
function* statements(text: string): Generator<{ readonly start: number; readonly end: number }> {
  let start = 0;
  const signs = /;|'|"|`|--|\/\*|\$(?:[A-Za-z_]\w*)?\$/g;
  for (let found = signs.exec(text); found !== null; found = signs.exec(text)) {
    const [sign] = found;
    if (sign === ';') {
      yield { start: firstSign(text, start), end: found.index + 1 };
      start = found.index + 1;
      continue;
    }
    const close = sign === '--' ? '\n' : sign === '/*' ? '*/' : sign;
    const end = text.indexOf(close, found.index + sign.length);
    // A quote that is never closed ends nothing.
    if (end === -1) continue;
    signs.lastIndex = end + close.length;
  }
  if (firstSign(text, start) < text.length)
    yield { start: firstSign(text, start), end: text.trimEnd().length };
}

function firstSign(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= 32) at += 1;
  return at;
}
