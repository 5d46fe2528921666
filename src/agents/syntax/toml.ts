import { parse, type TomlError } from 'smol-toml';
import { type CheckResult, fault, isStackOverflow, sound, tooDeep } from './check.ts';

/** Checks a TOML file. */
export function checkToml(text: string): CheckResult {
  try {
    parse(text);
    return sound;
  } catch (error) {
    if (isStackOverflow(error)) return tooDeep;
    if (!isTomlError(error)) throw error;
    const message = (error.message.split('\n', 1)[0] ?? '').replace(/^Invalid TOML document: /, '');
    return fault('toml-syntax', { line: error.line, column: error.column }, message);
  }
}

function isTomlError(error: unknown): error is TomlError {
  return error instanceof Error && 'codeblock' in error && 'line' in error && 'column' in error;
}
