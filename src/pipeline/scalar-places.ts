import type { Span, YamlNode } from './yaml-node.ts';

/** Finds the place in a file of a part of a scalar's text, which may be quoted, escaped or folded there. */
export type ScalarPlaces = (start: number, end: number) => Span;

/** Where the characters of a scalar's text stand in the file; the whole scalar where that cannot be told. */
export function scalarPlaces(text: string, node: YamlNode): ScalarPlaces {
  const offsets =
    node.kind === 'scalar' && typeof node.value === 'string' ? align(text, node, node.value) : null;
  if (!offsets) return () => ({ start: node.start, end: node.end });
  return (start, end) => {
    const first = offsets[start]?.start ?? node.end;
    // Behind the last character, since line breaks and indentation may follow it.
    return { start: first, end: end > start ? (offsets[end - 1]?.end ?? first) : first };
  };
}

/**
 * The place of each character of a value, and of the end. Folding and indentation change white space alone, so the
 * other characters stand in the file in the same order; only double quotes know escapes. Null where they do not.
 */
function align(text: string, { start, end }: Span, value: string): readonly Span[] | null {
  const style = text[start];
  let at = start;
  let last = end;
  if (style === '"' || style === "'") {
    at += 1;
    last -= 1;
  } else if (style === '|' || style === '>') {
    at = text.indexOf('\n', start) + 1;
    if (at === 0 || at > end) return null;
  }
  const offsets: Span[] = [];
  for (let i = 0; i < value.length; i++) {
    const blank = isBlank(value[i]);
    if (!blank) while (at < last && isBlank(text[at])) at += 1;
    if (style === '"') at = afterLineEscapes(text, at);
    const length = style === '"' && text[at] === '\\' ? escapeLength(text[at + 1]) : 1;
    const same = length > 1 || text[at] === value[i] || (blank && isBlank(text[at]));
    if (at >= last || !same) {
      // A line break that is kept at the end of a block may lie behind it.
      if (!blank) return null;
      offsets.push({ start: at, end: at });
      continue;
    }
    const place = { start: at, end: at + (style === "'" && text[at] === "'" ? 2 : length) };
    offsets.push(place);
    const isPair = length === 10 && value.charCodeAt(i) >= 0xd800 && value.charCodeAt(i) < 0xdc00;
    if (isPair) {
      offsets.push(place);
      i += 1;
    }
    at = place.end;
  }
  offsets.push({ start: Math.min(at, last), end: Math.min(at, last) });
  return offsets;
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\n' || character === '\t' || character === '\r';
}

/** Skips line breaks that are escaped, and the indentation behind them: they stand for nothing. */
function afterLineEscapes(text: string, from: number): number {
  let at = from;
  for (let found = lineEscape(text, at); found > 0; found = lineEscape(text, at)) at += found;
  return at;
}

function lineEscape(text: string, at: number): number {
  if (text[at] !== '\\') return 0;
  return /^\\\r?\n[ \t]*/.exec(text.slice(at, at + 200))?.[0].length ?? 0;
}

function escapeLength(letter: string | undefined): number {
  if (letter === 'x') return 4;
  if (letter === 'u') return 6;
  return letter === 'U' ? 10 : 2;
}
