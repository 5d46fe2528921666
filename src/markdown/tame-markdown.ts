/** Container marks (`>`, bullets) that may stand before the text of a line. */
const deepest = 24;
/** Columns that a line may be indented. */
const widestIndent = 160;
/** Backticks in a row. */
const longestRun = 24;
/** UTF-16 code units of a line; what is longer is no text, but data. */
const longestLine = 20_000;
/** UTF-16 code units of a document; no more of it is read. */
const longestDocument = 1_000_000;
/** Opening brackets in one block of text. */
const mostBrackets = 2000;

/** A text as a parser can take it, of the same length with the same lines. */
export interface TamedText {
  readonly text: string;
  /** Lines of which something was replaced by spaces. */
  readonly blanked: number;
}

/**
 * Replaces by spaces what takes a Markdown parser more than linear time or too much memory: endless lines and
 * documents, lines nested beyond all use, runs of backticks, and blocks that are made of brackets. Lines and columns of the rest stay as they are.
 */
export function tameMarkdown(text: string): TamedText {
  const lines = text.split('\n');
  let blanked = 0;
  let block: number[] = [];
  let brackets = 0;
  const endBlock = (): void => {
    if (brackets > mostBrackets) {
      for (const at of block) lines[at] = blank(lines[at] ?? '');
      blanked += block.length;
    }
    block = [];
    brackets = 0;
  };
  let read = 0;
  for (const [at, line] of lines.entries()) {
    read += line.length + 1;
    if (read > longestDocument || line.length > longestLine || isTooDeep(line)) {
      lines[at] = blank(line);
      blanked += 1;
    } else if (line.includes('`'.repeat(longestRun))) {
      lines[at] = line.replace(/`+/g, (run) => (run.length < longestRun ? run : ' '.repeat(run.length)));
      blanked += 1;
    }
    const own = lines[at] ?? '';
    // Each of these begins a text of its own.
    if (own.trim() === '' || /^\s*(?:[-*+]|\d{1,9}[.)]|\|)/.test(own)) endBlock();
    block.push(at);
    brackets += count(own, '[');
  }
  endBlock();
  return blanked === 0 ? { text, blanked } : { text: lines.join('\n'), blanked };
}

function isTooDeep(line: string): boolean {
  const prefix = /^[\s>*+\d.)-]*/.exec(line)?.[0] ?? '';
  if (prefix.length <= deepest) return false;
  const marks = prefix.match(/[>*+.)-](?=\s|>|$)/g)?.length ?? 0;
  // A rule is a line of marks, too, and nothing else.
  if (marks > deepest && !/^\s*(?:-[\s-]*|\*[\s*]*)$/.test(line)) return true;
  return line.length - line.trimStart().length > widestIndent;
}

function blank(line: string): string {
  return line.endsWith('\r') ? `${' '.repeat(line.length - 1)}\r` : ' '.repeat(line.length);
}

function count(text: string, sign: string): number {
  let found = 0;
  for (let at = text.indexOf(sign); at !== -1; at = text.indexOf(sign, at + 1)) found += 1;
  return found;
}
