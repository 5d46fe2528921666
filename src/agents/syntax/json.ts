import { type ParseError, parse, printParseErrorCode, visit } from 'jsonc-parser';
import { errorMessage } from '../../common/errors.ts';
import { positionAt } from '../../common/position.ts';
import { type CheckResult, fault, isStackOverflow, type SyntaxRule, sound, tooDeep } from './check.ts';

/** Files in which their own tools allow comments and trailing commas. */
const withComments = [
  /\.(jsonc|code-workspace|code-snippets)$/i,
  /(^|\/)[tj]sconfig([.-][^/]*)?\.json$/i,
  /(^|\/)\.(vscode|devcontainer)\/[^/]*\.json$/i,
  /(^|\/)\.?devcontainer\.json$/i,
  /(^|\/)\.(eslintrc|babelrc|swcrc|jshintrc|hintrc|jscsrc)(\.json)?$/i,
  /(^|\/)(babel\.config|tslint|typedoc|turbo|nx|deno|wrangler|rush|cspell|biome|api-extractor|renovate|language-configuration|tsdoc(-metadata)?|\.markdownlint|\.swcrc)\.json$/i,
  /(^|\/)common\/config\/rush\/[^/]*\.json$/i,
  /-color-theme\.json$/i,
];

/** Whether a JSON file may hold comments, by the convention of the tool that reads it. */
export function allowsComments(path: string): boolean {
  return withComments.some((pattern) => pattern.test(path));
}

/** Checks a JSON file; an empty one is sound. */
export function checkJson(path: string, text: string): CheckResult {
  if (text.trim() === '') return sound;
  const comments = allowsComments(path);
  try {
    JSON.parse(text);
    return sound;
  } catch (error) {
    if (!comments && isJsonLines(text)) return sound;
    return locate(text, comments, errorMessage(error), 'json-syntax');
  }
}

/** The first fault of a text that is no JSON; `message` is what to say where only V8 sees it. */
export function locate(text: string, comments: boolean, message: string, rule: SyntaxRule): CheckResult {
  let first: { code: number; offset: number } | undefined;
  try {
    if (comments) {
      const errors: ParseError[] = [];
      parse(text, errors, { allowTrailingComma: true });
      first = errors[0] && { code: errors[0].error, offset: errors[0].offset };
      if (first === undefined) return sound;
    } else {
      visit(
        text,
        {
          onError: (code, offset) => {
            first ??= { code, offset };
          },
        },
        { disallowComments: true, allowTrailingComma: false },
      );
    }
  } catch (error) {
    if (!isStackOverflow(error)) throw error;
    if (comments) return tooDeep;
  }
  if (first !== undefined) return fault(rule, positionAt(text, first.offset), explain(first.code));
  const offset = Number(/ position (\d+)/.exec(message)?.[1] ?? 0);
  return fault(rule, positionAt(text, offset), message);
}

/** `CommaExpected` becomes `comma expected`. */
function explain(code: number): string {
  const words = printParseErrorCode(code).replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toLowerCase() + words.slice(1);
}

/** Exports of databases are often called `.json` and hold one object a line. */
function isJsonLines(text: string): boolean {
  const lines = text.split('\n', 3).filter((line) => line.trim() !== '');
  if (lines.length < 2 || !lines.every(isObject)) return false;
  return text.split('\n').every((line) => line.trim() === '' || isObject(line));
}

function isObject(line: string): boolean {
  if (!/^\s*\{.*\}\s*$/.test(line)) return false;
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
