/** Cell magics whose cell is Python all the same; every other one hands the cell to another program. */
const pythonMagics: ReadonlySet<string> = new Set([
  'capture',
  'debug',
  'mprun',
  'memit',
  'prun',
  'px',
  'python',
  'python3',
  'pypy',
  'scalene',
  'snakeviz',
  'time',
  'timeit',
]);

/** A name with attributes and indices, and one or two question marks: IPython's help. */
const helpLine = /^\s*%{0,2}[\p{L}_*][\p{L}\p{N}_.*[\]'"]*\?{1,2}\s*$/u;
const escapeLine = /^(\s*)(%{1,2}(?=\S)|!{1,2}|\?{1,2}|[,;/](?=[\p{L}_]))/u;
const escapeAssignment = /^(\s*[\p{L}_][\p{L}\p{N}_.,[\]'" *]*=\s*)(%(?=\p{L})|!)/u;

/**
 * The Python of a code cell: lines for IPython (`%magic`, `!command`, `help?`) become `pass`, every line stays where
 * it is. Null where the whole cell is for another program (`%%bash`, `%%html`).
 */
export function pythonOfCell(source: string): string | null {
  const lines = source.split('\n');
  const first = lines.findIndex((line) => line.trim() !== '');
  const magic = /^\s*%%(\w+)/.exec(lines[first] ?? '')?.[1];
  if (magic !== undefined) {
    if (!pythonMagics.has(magic)) return null;
    lines[first] = '';
  }
  const state: LineState = { quote: '', depth: 0 };
  let continued = false;
  for (const [index, line] of lines.entries()) {
    const fresh = state.quote === '' && state.depth === 0 && !continued;
    const plain = fresh ? withoutEscape(line) : null;
    if (plain !== null) {
      blank(lines, index, plain);
      continue;
    }
    readLine(line, state);
    continued = /\\\r?$/.test(line);
  }
  return lines.join('\n');
}

/** Puts `plain` in the place of a line; what it went on with, by a backslash at its end, becomes empty. */
function blank(lines: string[], start: number, plain: string): void {
  let goesOn = lines[start]?.trimEnd().endsWith('\\') === true;
  lines[start] = plain;
  for (let at = start + 1; goesOn && at < lines.length; at++) {
    goesOn = lines[at]?.trimEnd().endsWith('\\') === true;
    lines[at] = '';
  }
}

/** A line for IPython as Python would have it, or null where it is Python already. */
function withoutEscape(line: string): string | null {
  const escaped = escapeLine.exec(line);
  if (escaped !== null) return `${escaped[1]}pass`;
  if (helpLine.test(line)) return `${/^\s*/.exec(line)?.[0] ?? ''}pass`;
  const assigned = escapeAssignment.exec(line);
  return assigned === null ? null : `${assigned[1]}None`;
}

interface LineState {
  /** The quotes that end the string a line is in; empty outside of strings. */
  quote: string;
  /** Brackets that are open. */
  depth: number;
}

/** Goes over a line of Python and notes whether its end lies in a string or in brackets. */
function readLine(line: string, state: LineState): void {
  for (let at = 0; at < line.length; at++) {
    const char = line.charAt(at);
    if (state.quote !== '') {
      if (char === '\\') at += 1;
      else if (line.startsWith(state.quote, at)) {
        at += state.quote.length - 1;
        state.quote = '';
      }
    } else if (char === '#') break;
    else if (char === '"' || char === "'") {
      state.quote = line.startsWith(char.repeat(3), at) ? char.repeat(3) : char;
      at += state.quote.length - 1;
    } else if ('([{'.includes(char)) state.depth += 1;
    else if (')]}'.includes(char)) state.depth = Math.max(0, state.depth - 1);
  }
  // A string in single quotes ends with its line, unless a backslash carries it over.
  if (state.quote.length === 1 && !line.endsWith('\\')) state.quote = '';
}
