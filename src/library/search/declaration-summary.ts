import { docstringText } from '../../syntax-tree/doc-text.ts';
import { firstSentence } from '../extract/first-sentence.ts';

/** Lines of a header or of a comment that are looked at. */
const most = 60;

/**
 * What a declaration says of itself, in a sentence: its docstring, or the comment right in front of it; null where there
 * is none.
 *
 * @param lines of the whole file
 * @param line of the declaration, from 1
 */
export function declarationSummary(
  lines: readonly string[],
  line: number,
  language: string | null,
): string | null {
  const own = language === 'python' ? docstringBehind(lines, line) : null;
  return firstSentence(own ?? commentBefore(lines, line));
}

/** The docstring of what is declared by a header that ends with a colon. */
function docstringBehind(lines: readonly string[], line: number): string | null {
  let open = 0;
  for (let at = line; at < line + most && at <= lines.length; at++) {
    const text = lines[at - 1] ?? '';
    const code = text.replace(/"[^"]*"|'[^']*'|#.*$/g, '');
    open += (code.match(/[([{]/g) ?? []).length - (code.match(/[)\]}]/g) ?? []).length;
    if (open > 0 || !/:\s*$/.test(code)) continue;
    const body = lines
      .slice(at, at + most)
      .join('\n')
      .trimStart();
    const [literal] =
      /^[rRuU]?(?:"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"[^"\n]*"|'[^'\n]*')/.exec(body) ?? [];
    return literal === undefined ? null : docstringText(literal);
  }
  return null;
}

/** The text of the comment right in front of a line; what is written to machines (`@decorated`, `#[attribute]`) may lie between. */
function commentBefore(lines: readonly string[], line: number): string | null {
  let at = line - 1;
  while (at > 0 && /^\s*(?:@\w|#\[)/.test(lines[at - 1] ?? '')) at -= 1;
  const last = (lines[at - 1] ?? '').trim();
  const isBlock = last.endsWith('*/');
  const found: string[] = [];
  for (; at > 0 && found.length < most; at--) {
    const text = (lines[at - 1] ?? '').trim();
    if (!isBlock && !/^(?:\/\/|#(?!!)|--)/.test(text)) break;
    found.unshift(text);
    if (isBlock && text.includes('/*')) break;
  }
  const bare = found.map((text) =>
    text.replace(/^(?:\/\*+!?|\*(?!\/)|\/\/+!?|#+|--+)\s?|\s*\*+\/$/g, '').trim(),
  );
  const said = bare.join('\n').trim();
  return said === '' || said.startsWith('@') ? null : said;
}
