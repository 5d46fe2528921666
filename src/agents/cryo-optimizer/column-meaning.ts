import type { Bounds, Domain, Quantity, Unit } from './domain.ts';
import { areOfInterval, type NameReader, quantityOf } from './name-meaning.ts';
import { nameWords } from './name-words.ts';
import { unitBySymbol } from './text-unit.ts';

/** What the header of a column, or the key of a value, says. */
export interface ColumnMeaning {
  readonly header: string;
  /** Null where none is said. */
  readonly unit: Unit | null;
  /** The unit that brackets say where the name ends with another one. */
  readonly contradiction: Unit | null;
  readonly quantity: Quantity | null;
  /** Null where nothing is known to be impossible. */
  readonly bounds: Bounds | null;
}

const bracketed = /^(.*?[^\s[(])\s*(?:\[\s*([^[\]]{0,40}?)\s*\]|\(\s*([^()]{0,40}?)\s*\))$/;
const slashed = /^(.*?\S)\s+\/\s+(\S{1,20})$/;
const longestHeader = 120;

/** Reads a header such as `T_bath [K]`, `pressure_mbar` or `p / bar`; null where it means nothing to the packs. */
export function readHeader(header: string, domain: Domain, names: NameReader): ColumnMeaning | null {
  if (header.length > longestHeader) return null;
  const text = header.trim();
  const [, name = text, square, round] = bracketed.exec(text) ?? slashed.exec(text) ?? [];
  const written = square ?? round ?? null;
  const said = written === null ? null : unitBySymbol(written, domain);
  const meaning = names.read(name);
  if (said === null) {
    // Brackets with something unknown in them: no unit is assumed.
    if (meaning === null || (written !== null && meaning.unit === null)) return null;
    return columnOf(header, meaning.unit, meaning.quantity, meaning.interval, domain);
  }
  const own = meaning?.unit ?? null;
  const differs = own !== null && own.dimension === said.dimension && !isSame(own, said);
  const words = nameWords(name).map(({ word }) => word);
  if (own === null && !isPlausible(words, said, written ?? '', domain)) return null;
  const quantity = own === null ? quantityOf(words, said, domain) : (meaning?.quantity ?? null);
  const column = columnOf(header, own ?? said, quantity, areOfInterval(words), domain);
  return differs ? { ...column, contradiction: said, bounds: null } : column;
}

/** The same column once its unit is known from elsewhere: a unit row, a data dictionary. */
export function withUnit(header: string, unit: Unit, symbol: string, domain: Domain): ColumnMeaning | null {
  const words = nameWords(header).map(({ word }) => word);
  if (!isPlausible(words, unit, symbol, domain)) return null;
  return columnOf(header, unit, quantityOf(words, unit, domain), areOfInterval(words), domain);
}

export function isSame(a: Unit, b: Unit): boolean {
  return a.dimension === b.dimension && a.factor === b.factor && a.offset === b.offset;
}

/** A single letter is a unit only beside a name that speaks of its dimension: `grade (C)` is no temperature. */
function isPlausible(words: readonly string[], unit: Unit, symbol: string, domain: Domain): boolean {
  if (symbol.length > 1) return true;
  const own = domain.dimensions.get(unit.dimension)?.words;
  return words.some((word) => own?.has(word)) || quantityOf(words, unit, domain) !== null;
}

function columnOf(
  header: string,
  unit: Unit | null,
  quantity: Quantity | null,
  interval: boolean,
  domain: Domain,
): ColumnMeaning {
  const general = unit === null || interval ? null : (domain.dimensions.get(unit.dimension)?.bounds ?? null);
  return { header, unit, contradiction: null, quantity, bounds: quantity?.bounds ?? general };
}
