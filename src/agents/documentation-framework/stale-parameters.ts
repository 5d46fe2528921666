import { editDistance } from '../../common/nearest.ts';
import type { CodeOutline, Definition } from '../../syntax-tree/outline.ts';
import { type DocumentedParameter, docstringParameters, jsDocParameters } from './documented-parameters.ts';
import type { StaleReference } from './stale-paths.ts';

/** Decorators that leave the parameters of a function as they are. */
const harmless =
  /^(staticmethod|classmethod|property|override|final|functools\.\w+|lru_cache|cache|cached_property|wraps|(abc\.)?abstractmethod|(contextlib\.)?(async)?contextmanager|(typing\.)?(override|final|no_type_check))$/;

/** Descriptions of parameters that their functions do not have. What cannot be certain is silent. */
export function staleParameters(
  path: string,
  text: string,
  outline: CodeOutline,
  python: boolean,
): StaleReference[] {
  if (!outline.parses) return [];
  const names = new Map<string, number>();
  for (const { qualifiedName } of outline.definitions)
    names.set(qualifiedName, (names.get(qualifiedName) ?? 0) + 1);
  const constructors = new Map(
    outline.definitions
      .filter(({ kind, name }) => kind === 'method' && name === (python ? '__init__' : 'constructor'))
      .map((definition) => [definition.qualifiedName.split('.').slice(0, -1).join('.'), definition]),
  );
  const found: StaleReference[] = [];
  for (const definition of outline.definitions) {
    if (definition.doc === null || names.get(definition.qualifiedName) !== 1) continue;
    const callable = definition.kind === 'class' ? constructors.get(definition.qualifiedName) : definition;
    if (callable === undefined || names.get(callable.qualifiedName) !== 1 || !isCertain(callable)) continue;
    if (!/^(function|method|class)$/.test(definition.kind)) continue;
    if (!python && isOverloaded(text, definition)) continue;
    const documented = python ? docstringParameters(definition.doc) : jsDocParameters(definition.doc);
    if (documented.length === 0) continue;
    found.push(...staleOf(path, text, definition, callable, documented, python));
  }
  return found;
}

function isCertain(callable: Definition): boolean {
  return (
    !callable.bodiless &&
    callable.accessor === null &&
    callable.decorators.every((name) => harmless.test(name)) &&
    callable.parameters.every(
      ({ name, kind }) => /^[\p{L}_$]/u.test(name) && kind !== 'rest' && kind !== 'keyword-rest',
    )
  );
}

function staleOf(
  path: string,
  text: string,
  definition: Definition,
  callable: Definition,
  documented: readonly DocumentedParameter[],
  python: boolean,
): StaleReference[] {
  const names = new Set(callable.parameters.map(({ name }) => name));
  const told = new Set(documented.map(({ name }) => name));
  // What others are to override is described for them.
  if (
    names.size === 0 &&
    (callable.lines <= 3 || /@(abstract|virtual|interface)\b/.test(definition.doc ?? ''))
  )
    return [];
  // A block that fits in no part is about something else: a function that is returned, a type.
  if (names.size > 0 && documented.length > 1 && ![...told].some((name) => names.has(name))) return [];
  const code = codeOf(text, definition, python);
  if (/\barguments\b/.test(code)) return [];
  const found: StaleReference[] = [];
  const head = headOf(text, callable);
  const stale = new Map<string, string>();
  for (const { name, line } of documented) {
    if (names.has(name) || noName.test(name) || stale.has(name)) continue;
    // A parameter that is not used may stand in its place as a comment.
    if (!wordIn(code, name) && !wordIn(head, name)) stale.set(name, line);
  }
  const missing = [...names].filter((own) => !told.has(own));
  for (const [name, line] of stale) {
    const meant = missing.filter((own) => (missing.length === 1 && stale.size === 1) || isSimilar(name, own));
    const renamed = meant.length === 1 ? meant[0] : undefined;
    const qualified = definition.qualifiedName.replaceAll('<anonymous>.', '');
    const shown = definition.kind === 'class' ? definition.name : qualified;
    const message = `${shown} has no parameter ${name}${renamed === undefined ? '' : `; did you mean ${renamed}?`}`;
    const similar = renamed !== undefined && isSimilar(name, renamed);
    const place = placeOf(text, definition, line, name, python);
    const fix =
      renamed === undefined || !similar || place.column === undefined
        ? undefined
        : {
            title: `Describe ${renamed}`,
            edits: [
              {
                line: place.line,
                column: place.column,
                end_line: place.line,
                end_column: place.column + name.length,
                text: renamed,
              },
            ],
          };
    found.push({ rule: 'stale-parameter', path, ...place, message, fix });
  }
  return found;
}

/** Words that are no name but the beginning of a description. */
const noName = /^(this|self|cls|String|Object|Function|Number|Boolean|Array|A|An|The|Optional|new|the|an)$/;

/** What stands before the body of a function, comments included. */
function headOf(text: string, { start, end }: Definition): string {
  const head = text.slice(start, Math.min(end, start + 1000));
  const body = head.search(/\)[^(){}]{0,200}(\{|=>|:\s*\n)/);
  return body === -1 ? head : head.slice(0, body);
}

/** Whether other declarations of the same name stand between its description and itself. */
function isOverloaded(text: string, { name, start }: Definition): boolean {
  if (name === '') return true;
  const end = text.lastIndexOf('*/', start);
  return end !== -1 && wordIn(text.slice(end + 2, start), name);
}

function isSimilar(a: string, b: string): boolean {
  return a.startsWith(b) || b.startsWith(a) || editDistance(a, b) <= 2;
}

/** The code of a definition without its docstring and its comments; JSDoc stands before it. */
function codeOf(text: string, definition: Definition, python: boolean): string {
  const code = text.slice(definition.start, definition.end);
  return python
    ? code.replace(/("""|''')[\s\S]*?\1/, '').replace(/#.*$/gm, '')
    : code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
}

function wordIn(code: string, word: string): boolean {
  for (let at = code.indexOf(word); at !== -1; at = code.indexOf(word, at + 1)) {
    if (!/[\w$]/.test(code[at - 1] ?? ' ') && !/[\w$]/.test(code[at + word.length] ?? ' ')) return true;
  }
  return false;
}

/** The place of a name in its description; the definition itself where it is not found. */
function placeOf(
  text: string,
  definition: Definition,
  described: string,
  name: string,
  python: boolean,
): { line: number; column?: number } {
  const from = python ? definition.start : text.lastIndexOf('/**', definition.start);
  const region = from < 0 ? '' : text.slice(from, python ? definition.end : definition.start);
  const at = region.indexOf(described);
  if (at === -1) return { line: definition.line };
  const offset = from + at + Math.max(0, nameIn(described, name));
  const before = text.slice(0, offset);
  const breaks = before.match(/\r\n|\n|\r/g)?.length ?? 0;
  return { line: breaks + 1, column: offset - Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) };
}

/** Where a name stands in its description as a word, behind the type if there is one. */
function nameIn(described: string, name: string): number {
  const closed = described.startsWith('@') ? described.lastIndexOf('}', described.lastIndexOf(name)) : 0;
  for (
    let at = described.indexOf(name, Math.max(closed, 0));
    at !== -1;
    at = described.indexOf(name, at + 1)
  ) {
    if (!/[\w$]/.test(described[at - 1] ?? ' ') && !/[\w$]/.test(described[at + name.length] ?? ' '))
      return at;
  }
  return -1;
}
