/** A logical line of Python, which may reach over several lines of the file. */
export interface PythonStatement {
  /** Offset of its first sign. */
  start: number;
  /** Offset behind its last one, at the end of a line; a comment behind the statement is included. */
  end: number;
  /** Lines from 1. */
  line: number;
  endLine: number;
  /** Columns in front of it, a tab reaching to the next multiple of eight. */
  indent: number;
  /** Offset of the first colon outside of brackets and texts; -1 where there is none. */
  colon: number;
  /** Whether there is nothing on it but a comment. */
  comment: boolean;
}

/**
 * Goes through the logical lines of a text of Python: what a tokenizer does, and no more of it. Answers with false
 * where the text cannot be Python: an open bracket or text at its end, or a closing bracket too many.
 *
 * @param visit gets the same object again and again
 */
export function readStatements(text: string, visit: (statement: PythonStatement) => void): boolean {
  const length = text.length;
  const statement: PythonStatement = {
    start: 0,
    end: 0,
    line: 1,
    endLine: 1,
    indent: 0,
    colon: -1,
    comment: false,
  };
  let at = 0;
  let line = 1;
  while (at < length) {
    let indent = 0;
    let code = text.charCodeAt(at);
    for (; code === 32 || code === 9 || code === 12; code = text.charCodeAt(++at)) {
      if (code === 32) indent += 1;
      else if (code === 9) indent = (indent | 7) + 1;
      else indent = 0;
    }
    if (at >= length) break;
    if (code === 10) {
      at += 1;
      line += 1;
      continue;
    }
    if (code === 13) {
      at += 1;
      continue;
    }
    statement.start = at;
    statement.line = line;
    statement.indent = indent;
    statement.colon = -1;
    statement.comment = code === 35;
    let depth = 0;
    scan: for (; at < length; at++) {
      code = text.charCodeAt(at);
      if (code > 93 && code !== 123 && code !== 125) continue;
      switch (code) {
        case 10:
          if (depth === 0) break scan;
          line += 1;
          break;
        case 35: {
          const next = text.indexOf('\n', at);
          at = (next === -1 ? length : next) - 1;
          break;
        }
        case 34:
        case 39: {
          const end = textEnd(text, at, code);
          if (end === -1) return false;
          if (end - at > 3)
            for (let n = text.indexOf('\n', at); n !== -1 && n < end; n = text.indexOf('\n', n + 1))
              line += 1;
          at = end - 1;
          break;
        }
        case 92: // a backslash: the line goes on
          if (text.charCodeAt(at + 1) === 10) {
            at += 1;
            line += 1;
          } else if (text.charCodeAt(at + 1) === 13 && text.charCodeAt(at + 2) === 10) {
            at += 2;
            line += 1;
          }
          break;
        case 58:
          if (depth === 0 && statement.colon === -1) statement.colon = at;
          break;
        case 40:
        case 91:
        case 123:
          depth += 1;
          break;
        case 41:
        case 93:
        case 125:
          depth -= 1;
          if (depth < 0) return false;
          break;
      }
    }
    if (depth > 0) return false;
    statement.end = Math.min(at, length);
    statement.endLine = line;
    visit(statement);
    at += 1;
    line += 1;
  }
  return true;
}

/** The offset behind a text that begins with a quote at `start`; -1 where it has no end. */
export function textEnd(text: string, start: number, quote: number): number {
  if (text.charCodeAt(start + 1) === quote && text.charCodeAt(start + 2) === quote) {
    const mark = quote === 34 ? '"""' : "'''";
    for (let at = text.indexOf(mark, start + 3); at !== -1; at = text.indexOf(mark, at + 1)) {
      if (!isEscaped(text, at, start + 3)) return at + 3;
    }
    return -1;
  }
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    if (code === 10) return -1;
    if (code === 92) at += text.charCodeAt(at + 1) === 13 && text.charCodeAt(at + 2) === 10 ? 2 : 1;
  }
  return -1;
}

function isEscaped(text: string, at: number, from: number): boolean {
  let slashes = 0;
  for (let before = at - 1; before >= from && text.charCodeAt(before) === 92; before--) slashes += 1;
  return slashes % 2 === 1;
}
