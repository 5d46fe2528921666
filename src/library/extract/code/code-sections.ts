import type { NamedThing, PassageKind } from '../../document.ts';
import { addPartsOf, withComment } from '../parts-of-lines.ts';
import { lineSection, type Section } from '../section.ts';
import type { SourceLines } from '../source-lines.ts';
import type { CodeDefinition } from './code-structure.ts';

const comment = /^[ \t]*(?:#|\/\/|\/\*|\*|--)/;

/** A definition with what lies in it. */
interface Part {
  readonly definition: CodeDefinition;
  /** With the comment in front of it. */
  line: number;
  endLine: number;
  readonly parts: Part[];
}

/**
 * The sections of code: each function is one, and so is a class that is small. Of a larger class its members are, and
 * what is between them belongs to the class; what is between definitions at the top belongs to the module.
 *
 * @param whole UTF-16 code units up to which a class stays as it is
 */
export function codeSections(
  lines: SourceLines,
  definitions: readonly CodeDefinition[],
  whole: number,
): Section[] {
  const sections: Section[] = [];
  addParts(sections, lines, partsOf(lines, definitions), 1, lines.count, [], 'module', whole);
  return sections;
}

/** What others can look up by name. */
export function namesOf(definitions: readonly CodeDefinition[]): NamedThing[] {
  return definitions.map(({ kind, name, within, line, endLine, signature }) => ({
    name,
    kind: kind === 'namespace' ? 'module' : kind,
    line,
    endLine,
    signature,
    within,
  }));
}

function partsOf(lines: SourceLines, definitions: readonly CodeDefinition[]): Part[] {
  const top: Part[] = [];
  const around: Part[] = [];
  for (const definition of definitions) {
    // Those of one line are told by what is around them.
    if (definition.kind === 'constant' || definition.kind === 'type') {
      if (definition.endLine - definition.startLine < 3) continue;
    }
    while (around.length > 0 && definition.startLine > (around.at(-1)?.endLine ?? 0)) around.pop();
    const outer = around.at(-1);
    const siblings = outer?.parts ?? top;
    const before = siblings.at(-1)?.endLine ?? outer?.definition.line ?? 0;
    // Two on one line are one.
    if (definition.startLine <= before) continue;
    const part: Part = {
      definition,
      line: withComment(lines, definition.startLine, before, comment),
      endLine: Math.min(definition.endLine, outer?.endLine ?? lines.count),
      parts: [],
    };
    siblings.push(part);
    around.push(part);
  }
  return top;
}

function addParts(
  sections: Section[],
  lines: SourceLines,
  parts: readonly Part[],
  first: number,
  last: number,
  path: readonly string[],
  kind: PassageKind,
  whole: number,
): void {
  addPartsOf(sections, lines, { first, last, path, kind }, parts, (part) =>
    addPart(sections, lines, part, path, kind, whole),
  );
}

function addPart(
  sections: Section[],
  lines: SourceLines,
  part: Part,
  path: readonly string[],
  group: PassageKind,
  whole: number,
): void {
  const { definition, line, endLine, parts } = part;
  const own = [...path, definition.name];
  const kind = kindOf(definition);
  if (parts.length > 0 && lines.lengthOf(line, endLine) > whole)
    addParts(sections, lines, parts, line, endLine, own, 'class', whole);
  else sections.push(lineSection(kind, group, own, line, endLine, [...new Set(namesIn(part))]));
}

function namesIn({ definition, parts }: Part): string[] {
  return [definition.name, ...parts.flatMap(namesIn)];
}

function kindOf({ kind }: CodeDefinition): PassageKind {
  if (kind === 'function' || kind === 'method') return kind;
  return kind === 'constant' ? 'module' : 'class';
}
