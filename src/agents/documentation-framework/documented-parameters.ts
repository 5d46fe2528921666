/** A parameter that a docstring or a JSDoc block describes. */
export interface DocumentedParameter {
  readonly name: string;
  /** The line of the text that describes it, without spaces around it. */
  readonly line: string;
}

/** Tags by which a block describes something else than the function that stands behind it. */
const foreignTag =
  /@(callback|typedef|function|func|method|name|overload|event|property|prop|constructor|class|memberof|lends|namespace|borrows|module|inheritdoc|see\s+\{)\b/i;

/** The parameters that the tags `@param` of a JSDoc block name; none where the block describes something else. */
export function jsDocParameters(doc: string): DocumentedParameter[] {
  if (foreignTag.test(doc)) return [];
  const found: DocumentedParameter[] = [];
  for (const line of doc.split('\n')) {
    const tag = /^\s*@(?:param|arg|argument)\s+(.*)$/.exec(line);
    if (tag === null) continue;
    const rest = withoutType(tag[1] ?? '');
    const name = /^\[?\s*(?:\.\.\.)?([A-Za-z_$][\w$]*)(?=$|[\s\].=,:[-])/.exec(rest)?.[1];
    if (name !== undefined) found.push({ name, line: line.trim() });
  }
  return found;
}

/** What stands behind `{type}`; the braces of a type may hold others. Empty where they are not closed on the line. */
function withoutType(text: string): string {
  if (!text.startsWith('{')) return text;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '{') depth += 1;
    else if (text[at] === '}' && --depth === 0) return text.slice(at + 1).trimStart();
  }
  return '';
}

/** The parameters that a docstring names, in the style of Sphinx, of Google or of NumPy. */
export function docstringParameters(doc: string): DocumentedParameter[] {
  const lines = doc.split('\n');
  return [...sphinxParameters(lines), ...googleParameters(lines), ...numpyParameters(lines)];
}

function sphinxParameters(lines: readonly string[]): DocumentedParameter[] {
  const found: DocumentedParameter[] = [];
  for (const line of lines) {
    // From here on something else is described.
    if (/^\s*\.\. (?:py:)?(?:method|function|class|classmethod|staticmethod|decorator)::/.test(line)) break;
    const name = /^\s*:(?:param|parameter|arg|argument)\s+(?:[^:\n]{1,200}\s)?([A-Za-z_]\w*)\s*:/.exec(
      line,
    )?.[1];
    if (name !== undefined) found.push({ name, line: line.trim() });
  }
  return found;
}

function googleParameters(lines: readonly string[]): DocumentedParameter[] {
  const found: DocumentedParameter[] = [];
  for (let at = 0; at < lines.length; at++) {
    if (!/^\s*(Args|Arguments|Parameters|Params):\s*$/.test(lines[at] ?? '')) continue;
    const outer = indentOf(lines[at] ?? '');
    let own: number | null = null;
    for (at += 1; at < lines.length; at++) {
      const line = lines[at] ?? '';
      if (line.trim() === '') continue;
      const indent = indentOf(line);
      if (indent <= outer) break;
      own ??= indent;
      const name = /^([A-Za-z_]\w*)\s*(?:\([^()]{0,200}(?:\([^()]*\)[^()]*)?\))?\s*:(?:\s|$)/.exec(
        line.trim(),
      )?.[1];
      if (indent === own && name !== undefined) found.push({ name, line: line.trim() });
    }
    at -= 1;
  }
  return found;
}

function numpyParameters(lines: readonly string[]): DocumentedParameter[] {
  const found: DocumentedParameter[] = [];
  for (let at = 0; at + 1 < lines.length; at++) {
    if (!/^\s*Parameters\s*$/.test(lines[at] ?? '') || !/^\s*-{4,}\s*$/.test(lines[at + 1] ?? '')) continue;
    const outer = indentOf(lines[at] ?? '');
    for (at += 2; at < lines.length; at++) {
      const line = lines[at] ?? '';
      if (/^\s*-{4,}\s*$/.test(lines[at + 1] ?? '')) break;
      const names = /^([A-Za-z_]\w*(?:\s*,\s*[A-Za-z_]\w*)*)\s*(?::.*)?$/.exec(line.trim())?.[1];
      if (indentOf(line) !== outer || names === undefined) continue;
      // A sentence that stands there instead is no parameter.
      if (/:/.test(line) || /^\s+\S/.test(lines[at + 1] ?? ''))
        for (const name of names.split(',')) found.push({ name: name.trim(), line: line.trim() });
    }
    at -= 1;
  }
  return found;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
