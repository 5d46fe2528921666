import type { SyntaxNode } from '../../../syntax-tree/syntax-parser.ts';
import type { Scope } from './scope.ts';

/** A text of a program in pieces: what stands in it, and what is put into it. */
export type Piece = { readonly text: string } | { readonly hole: SyntaxNode; readonly scope: Scope };

export type Shape =
  /** Known in full. */
  | 'constant'
  /** Put together from text and values. */
  | 'built'
  /** A value about which nothing is known. */
  | 'unknown';

export function shapeOf(pieces: readonly Piece[]): Shape {
  const holes = pieces.filter((piece) => 'hole' in piece).length;
  if (holes === 0) return 'constant';
  return pieces.some((piece) => 'text' in piece && piece.text.trim() !== '') || holes > 1
    ? 'built'
    : 'unknown';
}

/** The first line of an expression, for people. Of texts in it only the beginning: one may be a secret. */
export function shown(node: SyntaxNode): string {
  const [line = ''] = node.text.slice(0, 400).split('\n', 1);
  return `\`${line.replace(/(["'`])([^"'`]{4})[^"'`]+/g, '$1$2…').slice(0, 40)}\``;
}

/** What is put into a text, for people. */
export function holes(pieces: readonly Piece[]): string {
  const [first, ...more] = pieces.flatMap((piece) => ('hole' in piece ? [piece.hole] : []));
  if (first === undefined) return 'a value';
  return more.length === 0 ? shown(first) : `${shown(first)} and ${more.length} more`;
}

/** The verb behind `holes`: `is` or `are`. */
export function holesVerb(pieces: readonly Piece[]): 'is' | 'are' {
  return pieces.filter((piece) => 'hole' in piece).length > 1 ? 'are' : 'is';
}

/** How deep expressions and chains of names are followed; deeper ones count as unknown. */
export const deepest = 40;
