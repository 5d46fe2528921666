import type { PlacedFault, SourceCheck } from './check-source.ts';
import type { Domain } from './domain.ts';
import { conversionText, judgeUnits, wrongBy } from './judge-units.ts';
import type { LinearValue } from './linear-value.ts';
import type { NameReader } from './name-meaning.ts';

type Call = { readonly path: string; readonly fault: PlacedFault };

/**
 * Looks for values that are passed to parameters of another unit. A function is known by its name: where several of
 * the workspace have it, all of them must have the same name at that place.
 *
 * @param counts how often functions of a name are defined in all files, as far as a look at the text can tell
 */
export function checkCalls(
  sources: readonly SourceCheck[],
  counts: ReadonlyMap<string, number>,
  domain: Domain,
  names: NameReader,
): Call[] {
  const parameters = new Map<string, (string | null)[]>();
  const read = new Map<string, number>();
  for (const { path, functions } of sources) {
    for (const { name, params } of functions) {
      if (name === '') continue;
      const key = functionKey(path, name);
      read.set(key, (read.get(key) ?? 0) + 1);
      const known = parameters.get(key);
      if (known === undefined) parameters.set(key, [...params]);
      // What the functions of this name do not agree upon is not known.
      else for (const [at, param] of known.entries()) if (params[at] !== param) known[at] = null;
    }
  }
  const found: Call[] = [];
  for (const { path, passed } of sources) {
    for (const { callee, index, value, line, column } of passed) {
      const key = functionKey(path, callee);
      // One that was not read has none of the names that the packs know.
      if ((read.get(key) ?? 0) < (counts.get(key) ?? 0)) continue;
      const parameter = parameters.get(key)?.[index];
      const meaning = parameter ? names.read(parameter) : null;
      if (!meaning?.unit || !parameter) continue;
      const { unit, interval, weak } = meaning;
      const to: LinearValue = { unit, scale: 1, shift: 0, interval, label: parameter, weak };
      const rule = judgeUnits(value, to, domain);
      if (rule === null) continue;
      const hint = conversionText(value.unit, unit, interval || value.interval);
      const message = `the parameter \`${parameter}\` (${unit.symbol}) of \`${callee}\` is passed \`${value.label}\` (${value.unit.symbol}): ${hint}${rule === 'wrong-conversion' ? `, and ${wrongBy(value, to)}` : ''}`;
      const fault = { rule, line, column, message, dimension: unit.dimension };
      found.push({ path, fault });
    }
  }
  return found;
}

/** What a function is known by: its language and its name. */
export function functionKey(path: string, name: string): string {
  return `${/\.py[wi]?$/i.test(path) ? 'python' : 'javascript'} ${name}`;
}

const definition =
  /\b(?:def|function\*?)\s+([A-Za-z_$][\w$]*)|^[ \t]*(?:(?:public|private|protected|static|async|override) )*([A-Za-z_$][\w$]*)\([^()\n]{0,200}\)(?::[^\n{]{0,100})?\s*\{/gm;

/** Functions of more names are not counted. */
const mostNames = 200_000;

/** Counts the functions that a text of code defines, by their keys. */
export function countDefinitions(path: string, text: string, counts: Map<string, number>): void {
  for (const [, declared, method] of text.matchAll(definition)) {
    const key = functionKey(path, declared ?? method ?? '');
    if (counts.size >= mostNames && !counts.has(key)) continue;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
}
