import { errorMessage } from '../common/errors.ts';
import { err, ok, type Result } from '../common/result.ts';

/** Compiles a pattern of `redact`: a regular expression, with a leading `(?i)`, `(?s)` or `(?m)` as in other languages. */
export function compileRedaction(pattern: string): Result<RegExp, string> {
  const [prefix = '', flags = ''] = /^\(\?([ims]+)\)/.exec(pattern) ?? [];
  try {
    const compiled = new RegExp(pattern.slice(prefix.length), `g${[...new Set(flags)].join('')}`);
    if (new RegExp(compiled.source, compiled.flags.replace('g', '')).test('')) {
      return err('it matches the empty text, that is everywhere');
    }
    return ok(compiled);
  } catch (error) {
    return err(errorMessage(error).replace(/^Invalid regular expression: (\/.*\/[a-z]*: )?/s, ''));
  }
}
