import type { SyntaxNode } from '../../../syntax-tree/syntax-parser.ts';
import { type Piece, shapeOf } from './pieces.ts';

const sqlStart =
  /^\s*(select\b[\s\S]*?\bfrom\b|insert\s+(or\s+\w+\s+)?into\b|update\b[\s\S]*?\bset\b|delete\s+from\b|replace\s+into\b|with\b[\s\S]*?\bas\b|merge\s+into\b|call\s|exec\s|alter\s+(user|role)\b|create\s+(user|role)\b)/i;
/** What stands before a value; a name of a table or a column cannot be given as a parameter. */
const valuePlace =
  /([=<>]\s*|\b(like|ilike|limit|offset|between|in\s*\(|values\s*\(([^()]|\([^()]*\))*|and\s+\w+\s*=|interval|identified\s+by)\s*)N?['"%]*$/i;

/** Whether a text is a statement of SQL, by its beginning. */
export function isSql(text: string): boolean {
  return sqlStart.test(text.slice(0, 2000));
}

/** Whether what follows a piece of SQL is a value. */
export function endsBeforeValue(text: string): boolean {
  return valuePlace.test(text.slice(-300));
}

/** The first hole of a statement of SQL where a value stands. */
export function sqlHole(pieces: readonly Piece[], isSafe: (hole: SyntaxNode) => boolean): SyntaxNode | null {
  if (shapeOf(pieces) !== 'built') return null;
  const [first] = pieces;
  if (first === undefined || !('text' in first)) return null;
  const whole = pieces.map((piece) => ('text' in piece ? piece.text : '?')).join('');
  if (!isSql(whole)) return null;
  let before = '';
  for (const piece of pieces) {
    if ('text' in piece) before += piece.text;
    else {
      if (endsBeforeValue(before) && !isSafe(piece.hole) && !isPlaceholders(piece.hole)) return piece.hole;
      before += '?';
    }
  }
  return null;
}

/** A list of question marks is how parameters are written. */
function isPlaceholders(hole: SyntaxNode): boolean {
  const text = hole.text.slice(0, 200);
  return /place_?holders?|question_?marks?|qmarks?|binds?\b|params?_?list|markers?|['"]\?['"]|['"]%s['"]/i.test(
    text,
  );
}
