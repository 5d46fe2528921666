import type { ByteInspection } from './inspect-bytes.ts';
import type { BrokenLines } from './json-lines-table.ts';
import type { DataProblem } from './problem.ts';

/** The share of the bytes of a file that are NUL in one that is no text. */
const binaryShare = 0.01;

/** Whether a file is no text at all, in spite of its name. */
export function isBinary({ nuls, bytes, encoding, firstInvalid }: ByteInspection): boolean {
  if (nuls > 0 && firstInvalid !== null) return true;
  return encoding !== 'utf-16le' && encoding !== 'utf-16be' && nuls > Math.max(8, binaryShare * bytes);
}

/** What the bytes of a data file show to be wrong. */
export function judgeBytes(path: string, inspection: ByteInspection, json: boolean): DataProblem[] {
  const { firstInvalid, firstNul, nuls, mixed, markLength, encoding } = inspection;
  const problems: DataProblem[] = [];
  const file = { path, table: '', columns: [] };
  if (firstInvalid !== null) {
    const { line, column, byte } = firstInvalid;
    const guess = mixed
      ? 'other characters of the file are UTF-8'
      : `in Windows-1252 it is ${JSON.stringify(new TextDecoder('windows-1252').decode(Uint8Array.of(byte)))}`;
    const message = `the byte 0x${byte.toString(16).toUpperCase().padStart(2, '0')} is not UTF-8; ${guess}`;
    problems.push({ ...file, rule: 'invalid-encoding', count: 1, places: [{ line, column }], message });
  }
  if (firstNul !== null) {
    const { line, column } = firstNul;
    const message = `a NUL character${nuls > 1 ? `, one of ${nuls}` : ''}: most readers end or fail here`;
    problems.push({ ...file, rule: 'nul-character', count: nuls, places: [{ line, column }], message });
  }
  if (json && markLength > 0 && encoding === 'utf-8') {
    const message =
      'JSON begins with a byte order mark, at which strict parsers fail (RFC 8259, section 8.1)';
    problems.push({ ...file, rule: 'byte-order-mark', count: 1, places: [{ line: 1, column: 1 }], message });
  }
  return problems;
}

/** Lines of JSON Lines that no parser reads. */
export function judgeLines(path: string, broken: BrokenLines | undefined): DataProblem[] {
  if (broken === undefined || broken.count === 0) return [];
  const { count, line } = broken;
  const message = `the line is no JSON${count === 1 ? '' : `, one of ${count}`}: readers that expect an object on each line fail here`;
  return [
    { rule: 'broken-line', path, table: '', columns: [], count, places: [{ line, column: 1 }], message },
  ];
}
