/** Where the value behind a name begins, whose type may stand between; -1 where it has none. */
export function valueStart(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < Math.min(text.length, from + 2000); at++) {
    const code = text.charCodeAt(at);
    if (code === 61) {
      if (text.charCodeAt(at + 1) === 62) at += 1;
      else if (depth === 0) return at + 1;
    } else if (code === 40 || code === 91 || code === 123 || code === 60) depth += 1;
    else if (code === 41 || code === 93 || code === 125 || code === 62) {
      depth -= 1;
      if (depth < 0) return -1;
    } else if (depth === 0 && (code === 59 || code === 44)) return -1;
    else if (
      depth === 0 &&
      code === 10 &&
      !/^\s*[|&=:?]/.test(text.slice(at, at + 100)) &&
      !/[|&=:?,]\s*$/.test(text.slice(Math.max(from, at - 50), at))
    )
      return -1;
  }
  return -1;
}

/** What a value is, as far as its beginning tells. */
export function valueKind(source: string, from: number): 'function' | 'class' | 'constant' | 'other' {
  const text = source.slice(from, from + 4000);
  if (/^\s*(?:async\s+)?function\b|^\s*(?:async\s+)?[\w$]+\s*=>/.test(text)) return 'function';
  if (/^\s*class\b/.test(text)) return 'class';
  if (/^\s*(?:await\s+)?(?:require|import)\b\s*\(/.test(text)) return 'other';
  const opening = /^\s*(?:async\b\s*)?(?:<[^()]{0,300}>\s*)?\(/.exec(text);
  if (opening === null) return 'constant';
  let depth = 1;
  let at = opening[0].length;
  for (; at < text.length && depth > 0; at++) {
    const code = text.charCodeAt(at);
    if (code === 40 || code === 91 || code === 123) depth += 1;
    else if (code === 41 || code === 93 || code === 125) depth -= 1;
    else if (code === 34 || code === 39) {
      const close = text.indexOf(text.charAt(at), at + 1);
      if (close === -1) break;
      at = close;
    }
  }
  return /^\s*(?:=>|:)/.test(text.slice(at)) ? 'function' : 'constant';
}
