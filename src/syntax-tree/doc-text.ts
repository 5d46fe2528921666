/** The text of a docstring as it is written, with prefix and quotes: without them, and without its indentation. */
export function docstringText(literal: string): string {
  const [, quotes = '', body = ''] = /^[a-zA-Z]*("""|'''|"|')([\s\S]*)$/.exec(literal) ?? [];
  return withoutIndentation(body.endsWith(quotes) ? body.slice(0, body.length - quotes.length) : body);
}

/** The text of a JSDoc block: without its marks, its stars and its indentation. */
export function jsDocText(comment: string): string {
  const lines = comment.slice(3, comment.endsWith('*/') ? -2 : undefined).split(/\r\n|\r|\n/);
  return withoutIndentation(lines.map((line, index) => (index === 0 ? line : withoutStar(line))).join('\n'));
}

function withoutStar(line: string): string {
  const rest = line.trimStart();
  return rest.startsWith('*') ? rest.slice(rest.startsWith('* ') ? 2 : 1) : line;
}

/** As PEP 257 has it: the first line stands for itself, the others lose what they have in common. */
function withoutIndentation(text: string): string {
  const [first = '', ...rest] = text.split(/\r\n|\r|\n/);
  let common = Number.POSITIVE_INFINITY;
  for (const line of rest) {
    const indent = line.length - line.trimStart().length;
    if (indent < line.length) common = Math.min(common, indent);
  }
  return [first.trim(), ...rest.map((line) => line.slice(Number.isFinite(common) ? common : 0).trimEnd())]
    .join('\n')
    .trim();
}
