import type { Grammar } from '../../../syntax-tree/grammar.ts';
import type { CodeOutline } from '../../../syntax-tree/outline.ts';
import { firstSentence } from '../first-sentence.ts';
import { type Reading, readingOf } from '../section.ts';
import type { SourceLines } from '../source-lines.ts';
import { codeTitle } from '../titles.ts';
import { codeSections, namesOf } from './code-sections.ts';
import type { CodeStructure } from './code-structure.ts';
import { declaredStructure } from './declared-structure.ts';
import { pythonStructure } from './python-structure.ts';
import { scriptStructure } from './script-structure.ts';
import { shellStructure } from './shell-structure.ts';
import { treeStructure } from './tree-structure.ts';

/** Gives the outline of a text by its syntax tree. */
export type TreeReader = (grammar: Grammar, text: string) => CodeOutline;

/** UTF-16 code units of a text that is made a tree; a tree takes a hundred times the memory. */
const longestTree = 1_000_000;

/**
 * Reads Python, JavaScript or TypeScript.
 *
 * @param whole UTF-16 code units up to which a class is one passage
 */
export function readCodeDocument(
  lines: SourceLines,
  grammar: Grammar,
  trees: TreeReader,
  whole: number,
): Reading {
  const { text } = lines;
  const isPython = grammar === 'python';
  const quick = isPython ? pythonStructure(text) : scriptStructure(lines, grammar !== 'typescript');
  if (quick !== null) return readingBy(lines, quick, isPython, whole);
  const title = codeTitle(text);
  if (text.length > longestTree) return readingOf({ title, trouble: 'it is too large for a syntax tree' });
  const outline = trees(grammar, text);
  const structure = treeStructure(outline, lines, isPython ? 'python' : 'script');
  if (outline.parses) return readingBy(lines, structure, isPython, whole);
  const trouble = `its syntax is not that of ${isPython ? 'Python' : grammar === 'javascript' ? 'JavaScript' : 'TypeScript'}`;
  return readingOf({ title, names: namesOf(structure.definitions), links: structure.imports, trouble });
}

/** Reads code of a language that has no grammar here. */
export function readOtherCode(lines: SourceLines, language: string | null, whole: number): Reading {
  const isShell = language === 'shell' || language === 'powershell';
  return readingBy(lines, isShell ? shellStructure(lines) : declaredStructure(lines, language), false, whole);
}

/** @param docFirst whether a file says in its first text what it is, and not in its first comment */
function readingBy(
  lines: SourceLines,
  { definitions, imports, doc }: CodeStructure,
  docFirst: boolean,
  whole: number,
): Reading {
  const title = codeTitle(lines.text);
  return readingOf({
    title,
    summary: firstSentence(docFirst ? (doc ?? title) : (title ?? doc)),
    sections: codeSections(lines, definitions, whole),
    names: namesOf(definitions),
    links: imports,
  });
}
