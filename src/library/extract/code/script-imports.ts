import { matchAt } from './match-at.ts';

const imported =
  /import\s*(?:type\s+|typeof\s+)?(?:[\w$*{}\s,\u0080-\uffff]{1,2000}?\bfrom\s*)?(["'])([^"'\n]+)\1/y;
const importedAs = /import\s+(?:type\s+)?[\w$]+\s*=\s*require\s*\(\s*(["'])([^"'\n]+)\1/y;
const exported =
  /export\s+(?:type\s+)?(?:\*(?:\s*as\s+[\w$]+)?|\{[^{}]{0,2000}\})\s*from\s*(["'])([^"'\n]+)\1/y;
const called = /(?:require|import)\s*\(\s*(["'])([^"'\n]+)\1\s*\)/y;

/** A statement that takes something from another module. */
export interface ScriptImport {
  readonly target: string;
  /** UTF-16 code units up to the end of the target. */
  readonly length: number;
}

/** `import … from 'a'`, `import 'a'`, `import a = require('a')`, `export … from 'a'` at an offset. */
export function importAt(text: string, start: number): ScriptImport | null {
  for (const pattern of [imported, importedAs, exported]) {
    const found = matchAt(pattern, text, start);
    if (found !== null) return { target: found[2] ?? '', length: found[0].length };
  }
  return null;
}

/** `require('a')`, `import('a')` at an offset. */
export function calledModule(text: string, start: number): string | null {
  return matchAt(called, text, start)?.[2] ?? null;
}
