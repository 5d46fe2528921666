import { type Position, positionAt } from '../../common/position.ts';
import type { PythonAnswer, PythonSession } from '../python-session.ts';
import { type CheckResult, fault, skippedCheck, sound } from '../syntax/check.ts';
import { type CodeCell, type Notebook, placeInNotebook } from '../syntax/notebook.ts';

/** Has the interpreter compile a file. */
export async function checkPythonFile(session: PythonSession, path: string): Promise<CheckResult> {
  const verdict = judge(await session.ask({ path }));
  if (verdict === null) return sound;
  return 'unreadable' in verdict
    ? skippedCheck('cannot be read')
    : fault('python-syntax', verdict.place, verdict.message);
}

/**
 * Has the interpreter compile the code cells of a notebook; the first one at fault counts.
 *
 * @param text reads the notebook once more: keeping its text until the answer would hold every picture in it
 */
export async function checkCells(
  session: PythonSession,
  notebook: Notebook,
  text: () => string,
): Promise<CheckResult> {
  if (notebook.kind !== 'notebook') return notebook;
  const answers = notebook.cells.map(async (cell) => {
    const plain = cell.plain === cell.source ? null : cell.plain;
    return { cell, verdict: judge(await session.ask({ cell: cell.source, plain })) };
  });
  for (const { cell, verdict } of await Promise.all(answers)) {
    if (verdict !== null && !('unreadable' in verdict)) return cellFault(text(), cell, verdict);
  }
  return sound;
}

function cellFault(text: string, cell: CodeCell, verdict: { place: Position; message: string }): CheckResult {
  const place = text === '' ? positionAt('', 0) : placeInNotebook(text, cell, verdict.place);
  return fault('notebook-cell-syntax', place, `cell ${cell.number}: ${verdict.message}`);
}

function judge(answer: PythonAnswer): { place: Position; message: string } | { unreadable: true } | null {
  if (!answer.ok) return { place: { line: 1, column: 1 }, message: answer.reason };
  const { line, column, message, unreadable } = answer.value;
  if (unreadable !== undefined) return { unreadable: true };
  if (typeof message !== 'string') return null;
  return { place: { line: Number(line), column: Number(column) }, message };
}
