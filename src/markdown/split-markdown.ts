/** UTF-16 code units after which a piece may end, and after which it ends in any case. */
const enough = 12 * 1024;
const most = 32 * 1024;

/** A piece of a document. */
export interface MarkdownPiece {
  readonly text: string;
  /** Where it begins in the document: the offset, and the line from 0. */
  readonly start: number;
  readonly line: number;
}

/**
 * Cuts a document into pieces that can be parsed by themselves: what a parser holds in memory is a hundred times its
 * text. A piece ends before a heading, an item or a block that is not indented, never in a fence or a comment unless
 * that is larger than a piece may be.
 */
export function splitMarkdown(text: string): MarkdownPiece[] {
  if (text.length <= enough) return [{ text, start: 0, line: 0 }];
  const pieces: MarkdownPiece[] = [];
  let start = 0;
  let startLine = 0;
  let fence: string | null = null;
  let comment = false;
  let afterBlank = true;
  let line = 0;
  for (let at = 0; at < text.length; line++) {
    const end = text.indexOf('\n', at);
    const next = end === -1 ? text.length : end + 1;
    const own = text.slice(at, next);
    const size = at - start;
    const free = fence === null && !comment;
    const begins = /^(?:#{1,6}|[-*+]|\d{1,9}[.)])\s/.test(own) || (afterBlank && /^\S/.test(own));
    if (size > most || (size > enough && free && begins)) {
      pieces.push({ text: text.slice(start, at), start, line: startLine });
      start = at;
      startLine = line;
      fence = null;
      comment = false;
    }
    const mark: string | undefined = /^\s*(?:>\s*)*(`{3,}|~{3,})/.exec(own)?.[1];
    if (mark !== undefined && !comment) {
      if (fence === null) fence = mark;
      else if (mark.startsWith(fence)) fence = null;
    }
    if (fence === null) comment = endsInComment(own, comment);
    afterBlank = own.trim() === '';
    at = next;
  }
  pieces.push({ text: text.slice(start), start, line: startLine });
  return pieces;
}

function endsInComment(line: string, inside: boolean): boolean {
  const opened = line.lastIndexOf('<!--');
  const closed = line.lastIndexOf('-->');
  if (opened === -1 && closed === -1) return inside;
  return opened > closed;
}
