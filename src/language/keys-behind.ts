/** A key and its colon at the beginning of a text: in quotes, or plain. */
export const keyPattern =
  /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)'|((?:[^\s#[\]{},&*!|>'"%@`-]|-(?=[^\s#]))(?:[^#:\n]|:(?=\S)|(?<=\S)#)*?))[ \t]*:(?=\s|$)/;

/** The name that a match of `keyPattern` holds. */
export function keyOf(match: RegExpExecArray): string {
  const [, double, single, plain] = match;
  if (double !== undefined) return double.replace(/\\(["\\/])/g, '$1');
  return single?.replaceAll("''", "'") ?? plain ?? '';
}

/** The keys of a block mapping in a column that stand on the lines below an offset. */
export function keysBelow(text: string, offset: number, column: number): readonly string[] {
  const keys: string[] = [];
  for (let at = text.indexOf('\n', offset); at !== -1; at = text.indexOf('\n', at + 1)) {
    const lineEnd = text.indexOf('\n', at + 1);
    const line = text.slice(at + 1, lineEnd === -1 ? text.length : lineEnd);
    const indent = line.search(/[^ ]/);
    if (indent === -1 || line.trim() === '' || line[indent] === '#' || indent > column) continue;
    if (indent < column) break;
    const match = keyPattern.exec(line.slice(indent));
    if (!match) break;
    keys.push(keyOf(match));
  }
  return keys;
}

/** The keys of a flow mapping that stand behind an offset, on the same line. */
export function keysInFlow(text: string, offset: number): readonly string[] {
  const lineEnd = text.indexOf('\n', offset);
  const rest = text.slice(offset, lineEnd === -1 ? text.length : lineEnd);
  const keys: string[] = [];
  let depth = 0;
  let start = -1;
  for (let at = 0; at < rest.length; at++) {
    const character = rest[at];
    if (character === '[' || character === '{') depth += 1;
    if (character === ']' || character === '}') depth -= 1;
    if (depth < 0) break;
    if (depth > 0 || character === ' ') continue;
    if (character === ',') start = at + 1;
    const match = start === -1 || character === ',' ? null : keyPattern.exec(rest.slice(at));
    if (match && rest.slice(start, at).trim() === '') {
      keys.push(keyOf(match));
      at += match[0].length - 1;
      start = -1;
    }
  }
  return keys;
}
