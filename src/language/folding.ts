/** Lines that can be folded into the first of them, both from 1. */
export interface Fold {
  readonly first: number;
  readonly last: number;
  readonly kind: 'block' | 'comment';
}

/** What can be folded, by indentation: so also while the text is no YAML. */
export function foldsOf(text: string): readonly Fold[] {
  const folds: Fold[] = [];
  const open: { readonly indent: number; readonly line: number }[] = [];
  let comment: number | null = null;
  let last = 0;
  const endComment = (line: number): void => {
    if (comment !== null && line > comment) folds.push({ first: comment, last: line, kind: 'comment' });
    comment = null;
  };
  const close = (indent: number): void => {
    for (let top = open[open.length - 1]; top && top.indent >= indent; top = open[open.length - 1]) {
      open.pop();
      if (last > top.line) folds.push({ first: top.line, last, kind: 'block' });
    }
  };
  text.split('\n').forEach((content, index) => {
    const line = index + 1;
    const indent = content.search(/[^ ]/);
    const isBlank = content.trim() === '';
    if (!isBlank && content[indent] === '#') {
      comment ??= line;
      return;
    }
    endComment(line - 1);
    if (isBlank) return;
    // A bracket that closes belongs to the line that opened it; a list may stand as far left as its key.
    const depth = indent + (/[\]}]/.test(content[indent] ?? '') ? 0.25 : isItem(content, indent) ? 0.5 : 0);
    close(depth);
    if (depth !== indent + 0.25) open.push({ indent: depth, line });
    last = line;
  });
  endComment(text.split('\n').length);
  close(-1);
  return folds.sort((a, b) => a.first - b.first || b.last - a.last);
}

function isItem(content: string, indent: number): boolean {
  return content[indent] === '-' && /[\s]|^$/.test(content[indent + 1] ?? '');
}
