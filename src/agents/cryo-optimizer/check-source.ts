import type { FindingFix } from '../../model/event.ts';
import { grammarOf } from '../../syntax-tree/grammar.ts';
import { syntaxParser } from '../../syntax-tree/syntax-parser.ts';
import { checkComments, lineFinder } from './check-comments.ts';
import { checkConstants, type FoundConstant } from './check-constants.ts';
import { type CodeFault, checkUnits, type PassedValue } from './check-units.ts';
import type { Domain } from './domain.ts';
import type { Expression, SourceFacts } from './expression.ts';
import type { NameReader } from './name-meaning.ts';
import { readSource } from './read-source.ts';

/** A fault with its place as people count. */
export interface PlacedFault extends Omit<CodeFault, 'place' | 'fix'> {
  readonly line: number;
  readonly column: number;
  readonly fix?: FindingFix;
}

export interface PlacedPass extends PassedValue {
  readonly line: number;
  readonly column: number;
}

/** What a file of code says about quantities. */
export interface SourceCheck {
  readonly path: string;
  readonly faults: readonly PlacedFault[];
  readonly passed: readonly PlacedPass[];
  readonly functions: SourceFacts['functions'];
  readonly constants: readonly (FoundConstant & { readonly line: number; readonly column: number })[];
  /** Names with a unit or a quantity, and what they are. */
  readonly quantities: ReadonlyMap<string, string>;
  /** Whether something in it is of physics beyond doubt, so that lengths and times count, too. */
  readonly physical: boolean;
}

/**
 * Reads a file of code; null where it cannot be read into a tree.
 *
 * @param places of interest; what lies between them is not read
 */
export async function checkSource(
  path: string,
  text: string,
  places: readonly number[],
  domain: Domain,
  names: NameReader,
): Promise<SourceCheck | null> {
  const grammar = grammarOf(path);
  if (grammar === null) return null;
  const parser = await syntaxParser(grammar);
  const facts = parser.read(text, (root) => readSource(root, places));
  if (facts === null) return null;
  const comments = checkComments(text, facts, domain, names);
  const units = checkUnits(facts, domain, names, comments.annotated);
  const constants = checkConstants(path, facts, domain, names);
  const quantities = quantitiesOf(facts, names);
  const physical = constants.constants.length > 0 || isPhysical(quantities.keys(), domain, names);
  const counts = (dimension: string | null) =>
    physical || dimension === null || domain.dimensions.get(dimension)?.everyday === false;
  const lineOf = lineFinder(text);
  const lineStarts = new Map<number, number>();
  const place = (offset: number) => {
    const line = lineOf(offset);
    let start = lineStarts.get(line);
    if (start === undefined) {
      start = text.lastIndexOf('\n', offset - 1) + 1;
      lineStarts.set(line, start);
    }
    return { line: line + 1, column: offset - start + 1 };
  };
  return {
    path,
    faults: withoutRepeats([...units.faults, ...comments.faults, ...constants.faults])
      .filter(({ dimension }) => counts(dimension))
      .map(({ place: { start }, fix, ...fault }) => {
        const placed = { ...fault, ...place(start) };
        if (fix === undefined) return placed;
        const edits = fix.edits.map(({ start: from, end, text: replacement }) => {
          const { line, column } = place(from);
          const last = place(end);
          return { line, column, end_line: last.line, end_column: last.column, text: replacement };
        });
        return { ...placed, fix: { title: fix.title, edits } };
      }),
    passed: units.passed
      .filter(({ value }) => counts(value.unit.dimension))
      .map((pass) => ({ ...pass, ...place(pass.place.start) })),
    functions: facts.functions,
    constants: constants.constants.map((constant) => ({ ...constant, ...place(constant.start) })),
    quantities,
    physical,
  };
}

/** So many names that say little say enough together. */
const enoughWeakNames = 3;

/** Whether names are of physics beyond doubt. */
function isPhysical(quantities: Iterable<string>, domain: Domain, names: NameReader): boolean {
  let weak = 0;
  const unitsOfWeak = new Map<string, string>();
  for (const name of quantities) {
    const meaning = names.read(name);
    if (!meaning) continue;
    if (meaning.quantity !== null) return true;
    const { unit } = meaning;
    if (unit === null || domain.dimensions.get(unit.dimension)?.everyday !== false) continue;
    if (!meaning.weak) return true;
    weak += 1;
    // Two units of one dimension: something is converted.
    const other = unitsOfWeak.get(unit.dimension);
    if (weak >= enoughWeakNames || (other !== undefined && other !== unit.name)) return true;
    unitsOfWeak.set(unit.dimension, unit.name);
  }
  return false;
}

/** The same place may be met twice: as a sum, and as a part of a larger one. */
function withoutRepeats(faults: readonly CodeFault[]): CodeFault[] {
  const seen = new Set<string>();
  return faults.filter(({ rule, place }) => {
    const key = `${rule} ${place.start}`;
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

function quantitiesOf(facts: SourceFacts, names: NameReader): Map<string, string> {
  const found = new Map<string, string>();
  const take = (name: string) => {
    const meaning = names.read(name);
    if (meaning?.unit) found.set(name, meaning.unit.name);
    else if (meaning?.quantity) found.set(name, meaning.quantity.name);
  };
  const look = (expression: Expression | null): void => {
    if (expression === null) return;
    switch (expression.kind) {
      case 'name':
        take(expression.name);
        break;
      case 'binary':
        look(expression.left);
        look(expression.right);
        break;
      case 'negative':
        look(expression.of);
        break;
      case 'call':
        look(expression.of);
        for (const arg of expression.args) look(arg);
        break;
      case 'choice':
        for (const option of expression.options) look(option);
        break;
    }
  };
  for (const { name } of facts.declared) take(name);
  for (const { value } of [...facts.assignments, ...facts.returns]) look(value);
  for (const { left, right } of facts.meetings) for (const side of [left, right]) look(side);
  for (const { args } of facts.calls) for (const arg of args) look(arg);
  for (const { name, params } of facts.functions) for (const text of [name, ...params]) if (text) take(text);
  return found;
}
