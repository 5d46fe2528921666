import { posix } from 'node:path';
import { Script } from 'node:vm';
import { type ParseResult, type ParserOptions, type ParserPlugin, parse } from '@babel/parser';
import { errorMessage } from '../../common/errors.ts';
import { type Position, positionAt } from '../../common/position.ts';
import { type CheckResult, fault, isStackOverflow, skippedCheck, sound, tooDeep } from './check.ts';

/**
 * What Babel takes for faults of the syntax and TypeScript for questions of types: declarations merge there, and
 * whether two of them may is not seen in one file.
 */
const questionsOfTypes: ReadonlySet<string> = new Set([
  'VarRedeclaration',
  'DuplicateExport',
  'ModuleExportUndefined',
]);

/** Checks a file of JavaScript or TypeScript, by its extension with JSX, types or Flow. */
export function checkJavaScript(path: string, text: string): CheckResult {
  if (isOther(path, text)) return skippedCheck('named like a script and something else');
  const plain = isPlainScript(path);
  if (plain && compiles(text)) return sound;
  try {
    parseJavaScript(path, text);
    return sound;
  } catch (error) {
    if (isStackOverflow(error)) return tooDeep;
    if (!isParseError(error)) throw error;
    const message = errorMessage(error).replace(/ \(\d+:\d+\)$/, '');
    return fault('javascript-syntax', placeOf(error, text), message);
  }
}

/** Where a fault lies. Where Babel read `<` again as something else, it knows the line and no offset. */
function placeOf({ pos, loc }: ParseError, text: string): Position {
  return Number.isInteger(pos) ? positionAt(text, pos) : { line: loc.line, column: loc.column + 1 };
}

/** The syntax tree of a file; throws Babel's `SyntaxError` with `pos`, or a `RangeError` when it is nested too deeply. */
export function parseJavaScript(path: string, text: string, attachComment = false): ParseResult {
  const options = optionsFor(path, text, attachComment);
  try {
    return parse(text, options);
  } catch (error) {
    if (!isParseError(error) || !questionsOfTypes.has(error.reasonCode) || !isTypeScript(path)) throw error;
    const result = parse(text, { ...options, errorRecovery: true });
    const other = result.errors?.find(
      (found) => !isParseError(found) || !questionsOfTypes.has(found.reasonCode),
    );
    if (other !== undefined) throw other;
    return result;
  }
}

function isTypeScript(path: string): boolean {
  return /\.[cm]?tsx?$/i.test(path);
}

function isPlainScript(path: string): boolean {
  return !/\.(mjs|jsx|[cm]?tsx?)$/i.test(path);
}

/** V8 parses ten times as fast as Babel, but scripts only: what it takes is sound, what it refuses is for Babel to judge. */
function compiles(text: string): boolean {
  try {
    return new Script(text) !== undefined;
  } catch {
    return false;
  }
}

/**
 * `.ts` is also the extension of video streams and of Qt's translations, and terminal descriptions end with `.js`.
 * Text that was overwritten by zeros, as after a power cut, is still a script that is broken.
 */
function isOther(path: string, text: string): boolean {
  const binary = text.slice(0, 8000).includes('\0');
  if (/\.m?ts$/i.test(path)) return binary || /^\s*<(\?xml|!DOCTYPE TS)/.test(text);
  const first = text.charCodeAt(0);
  return binary && ((first > 0 && first < 9) || (first > 13 && first < 32));
}

function optionsFor(path: string, text: string, attachComment: boolean): ParserOptions {
  const extension = posix.extname(path).toLowerCase();
  return {
    sourceType: extension === '.mjs' || extension === '.mts' ? 'module' : 'unambiguous',
    plugins: pluginsFor(extension, path, text),
    attachComment,
    allowReturnOutsideFunction: true,
    allowAwaitOutsideFunction: true,
    allowNewTargetOutsideFunction: true,
    allowUndeclaredExports: true,
    errorRecovery: false,
  };
}

/** What stands before the first statement; the three alternatives begin differently, so that it never backtracks. */
const leadingComments = /^(#![^\n]*)?(\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/;

function pluginsFor(extension: string, path: string, text: string): ParserPlugin[] {
  switch (extension) {
    case '.ts':
    case '.mts':
    case '.cts':
      return [
        ['typescript', { dts: /\.d(\.[^./]+)?\.[cm]?ts$/i.test(path) }],
        'decorators-legacy',
        'decoratorAutoAccessors',
      ];
    case '.tsx':
      return ['typescript', 'jsx', 'decorators-legacy', 'decoratorAutoAccessors'];
    default: {
      const flow = /@(no)?flow\b/.test(leadingComments.exec(text.slice(0, 8000))?.[0] ?? '');
      const jsx: ParserPlugin[] = flow ? ['jsx', ['flow', { all: true }], 'flowComments'] : ['jsx'];
      return [...jsx, 'decorators', 'decoratorAutoAccessors', 'exportDefaultFrom'];
    }
  }
}

type ParseError = SyntaxError & {
  /** Not a number where Babel does not know. */
  readonly pos: number;
  /** The column counts from 0. */
  readonly loc: { readonly line: number; readonly column: number };
  readonly reasonCode: string;
};

function isParseError(error: unknown): error is ParseError {
  return (
    error instanceof Error &&
    'loc' in error &&
    'pos' in error &&
    typeof error.pos === 'number' &&
    'reasonCode' in error &&
    typeof error.reasonCode === 'string'
  );
}
