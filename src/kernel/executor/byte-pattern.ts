import { err, ok, type Result } from '../../common/result.ts';

/**
 * A user's regular expression, made to match UTF-8 bytes that are read as Latin-1 text. `(?i)` in front ignores case.
 * Letters beyond ASCII become their bytes; `\s` and `\S` mean the white space of ASCII, for a byte above 7F is part
 * of a letter. The error says what is wrong with the expression.
 */
export function bytePattern(source: string): Result<RegExp, string> {
  const ignoreCase = source.startsWith('(?i)');
  const body = ignoreCase ? source.slice(4) : source;
  try {
    new RegExp(body); // What the user wrote is judged before it is translated.
    return ok(new RegExp(translate(body), ignoreCase ? 'gim' : 'gm'));
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
}

function translate(source: string): string {
  let inClass = false;
  return source.replace(/\\.|[[\]]|[^\0-\x7f]/gsu, (part) => {
    if (part === '[') inClass = true;
    else if (part === ']') inClass = false;
    else if (part === '\\s') return inClass ? '\\t-\\r ' : '[\\t-\\r ]';
    else if (part === '\\S') return inClass ? '\\x00-\\x08\\x0e-\\x1f\\x21-\\xff' : '[^\\t-\\r ]';
    else if ((part.codePointAt(0) ?? 0) > 0x7f) {
      const bytes = Buffer.from(part).toString('latin1');
      return inClass ? bytes : `(?:${bytes})`;
    }
    return part;
  });
}
