import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser';
import { errorMessage } from '../../common/errors.ts';
import type { Json, JsonObject } from '../../common/json.ts';
import { type Position, positionAt } from '../../common/position.ts';
import { type CheckResult, isStackOverflow } from './check.ts';
import { locate } from './json.ts';
import { pythonOfCell } from './notebook-cell.ts';

/** A code cell of a Python notebook. */
export interface CodeCell {
  /** Its number among all cells, from 1. */
  readonly number: number;
  readonly source: string;
  /** The source without what only IPython understands. */
  readonly plain: string;
  /** Where it stands in the JSON of the notebook. */
  readonly path: readonly (string | number)[];
}

/** A notebook whose form is sound: its code cells, none where it is not in Python. */
export type Notebook =
  | { readonly kind: 'notebook'; readonly cells: readonly CodeCell[] }
  | Extract<CheckResult, { readonly kind: 'fault' | 'skipped' }>;

type Path = readonly (string | number)[];

/** Reads a notebook (nbformat 3 and 4) and checks its form. */
export function readNotebook(text: string): Notebook {
  if (text.trim() === '') return { kind: 'notebook', cells: [] };
  let value: Json;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const located = locate(text, false, errorMessage(error), 'notebook-format');
    return located.kind === 'sound' ? wrong(text, [], errorMessage(error)) : located;
  }
  if (!isObject(value)) return wrong(text, [], 'a notebook is a JSON object');
  if (!Number.isInteger(value.nbformat))
    return wrong(text, ['nbformat'], '`nbformat` must be a whole number');
  const major = Number(value.nbformat);
  if (major !== 3 && major !== 4)
    return wrong(text, ['nbformat'], `nbformat ${major} is not known (3 and 4 are)`);
  if (value.metadata !== undefined && !isObject(value.metadata)) {
    return wrong(text, ['metadata'], '`metadata` must be an object');
  }
  const lists = major === 4 ? [{ path: ['cells'] as Path, cells: value.cells }] : worksheets(value);
  const python = isPython(value);
  const cells: CodeCell[] = [];
  let number = 0;
  for (const list of lists) {
    if (!Array.isArray(list.cells)) return wrong(text, list.path, '`cells` must be a list');
    for (const [index, cell] of list.cells.entries()) {
      number += 1;
      const path = [...list.path, index];
      const problem = cellProblem(cell, major);
      if (problem !== null) return wrong(text, [...path, problem.key], `cell ${number}: ${problem.message}`);
      const code = python ? codeOf(cell, number, path) : null;
      if (code !== null) cells.push(code);
    }
  }
  return { kind: 'notebook', cells };
}

function worksheets(notebook: JsonObject): { path: Path; cells: Json | undefined }[] {
  const sheets = notebook.worksheets;
  if (!Array.isArray(sheets)) return [{ path: ['worksheets'], cells: undefined }];
  return sheets.map((sheet: Json, index) => ({
    path: ['worksheets', index, 'cells'],
    cells: isObject(sheet) ? sheet.cells : undefined,
  }));
}

/** The language of the kernel; notebooks that do not say are Python. */
function isPython(notebook: JsonObject): boolean {
  const metadata = isObject(notebook.metadata) ? notebook.metadata : {};
  const kernel = isObject(metadata.kernelspec) ? metadata.kernelspec : {};
  const info = isObject(metadata.language_info) ? metadata.language_info : {};
  const language = info.name ?? kernel.language ?? kernel.name ?? 'python';
  return typeof language === 'string' && /^i?python[\d.]*$/i.test(language);
}

function cellProblem(cell: Json, major: number): { key: string; message: string } | null {
  if (!isObject(cell)) return { key: '', message: 'a cell is an object' };
  if (typeof cell.cell_type !== 'string') return { key: 'cell_type', message: '`cell_type` must be a text' };
  const key = sourceKey(cell);
  // The old form allowed a cell to leave out what it does not have.
  if (cell[key] === undefined && major === 3) return null;
  if (sourceOf(cell[key]) === null) return { key, message: `\`${key}\` must be a text or a list of texts` };
  const { outputs } = cell;
  const listed = Array.isArray(outputs) || (outputs === undefined && major === 3);
  if (cell.cell_type === 'code' && !listed) return { key: 'outputs', message: '`outputs` must be a list' };
  return null;
}

/** nbformat 3 called the source of a code cell its input. */
function sourceKey(cell: JsonObject): string {
  return cell.input !== undefined && cell.source === undefined ? 'input' : 'source';
}

function sourceOf(value: Json | undefined): string | null {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return null;
  return value.every((part) => typeof part === 'string') ? value.join('') : null;
}

function codeOf(cell: Json, number: number, path: Path): CodeCell | null {
  if (!isObject(cell) || cell.cell_type !== 'code') return null;
  const key = sourceKey(cell);
  const source = sourceOf(cell[key]) ?? '';
  const plain = source.trim() === '' ? null : pythonOfCell(source);
  return plain === null ? null : { number, source, plain, path: [...path, key] };
}

/** A fault at the value that a path leads to, or at the nearest one above it that is there. */
function wrong(text: string, path: Path, message: string): Extract<CheckResult, { kind: 'fault' }> {
  const tree = safeTree(text);
  let node: Node | undefined;
  for (let length = path.length; node === undefined && tree !== undefined && length >= 0; length--) {
    node = findNodeAtLocation(tree, path.slice(0, length));
  }
  const position = positionAt(text, node?.offset ?? 0);
  return { kind: 'fault', fault: { rule: 'notebook-format', ...position, message } };
}

/** Where a place in a cell's source (from 1) stands in the text of the notebook. */
export function placeInNotebook(text: string, cell: CodeCell, place: Position): Position {
  const tree = safeTree(text);
  const node = tree && findNodeAtLocation(tree, [...cell.path]);
  if (node === undefined) return { line: 1, column: 1 };
  const lines = cell.source.split('\n');
  const before = lines.slice(0, place.line - 1).reduce((sum, line) => sum + line.length + 1, 0);
  let offset = before + Math.min(place.column - 1, lines[place.line - 1]?.length ?? 0);
  const parts = node.type === 'array' ? (node.children ?? []) : [node];
  for (const [index, part] of parts.entries()) {
    const { length } = String(part.value);
    if (offset < length || index === parts.length - 1) {
      return positionAt(text, part.offset + 1 + escapedLength(text, part.offset + 1, offset));
    }
    offset -= length;
  }
  return positionAt(text, node.offset);
}

/** How many characters of a JSON string, from `start`, stand for its first `count` ones. */
function escapedLength(text: string, start: number, count: number): number {
  let at = start;
  for (let seen = 0; seen < count && text.charAt(at) !== '"'; seen++) {
    if (text.charAt(at) === '\\') at += text.charAt(at + 1) === 'u' ? 6 : 2;
    else at += 1;
  }
  return at - start;
}

function safeTree(text: string): Node | undefined {
  try {
    return parseTree(text);
  } catch (error) {
    if (isStackOverflow(error)) return undefined;
    throw error;
  }
}

function isObject(value: Json | undefined): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
