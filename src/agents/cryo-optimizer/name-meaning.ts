import type { Constant, Domain, Quantity, Unit } from './domain.ts';
import { type NameWord, nameWords } from './name-words.ts';
import { type NamedConversion, namedConversion } from './named-conversion.ts';

/** What a name says about its value. */
export interface NameMeaning {
  /** By the end of the name; null where it has none. */
  readonly unit: Unit | null;
  readonly quantity: Quantity | null;
  /** Whether it is a difference, so that the zero of its unit does not matter. */
  readonly interval: boolean;
  /** Whether it says so little (`t_k`, `temp_c`, `test_kelvin`) that it may be about something else altogether. */
  readonly weak: boolean;
  readonly constant: Constant | null;
  /** Whether the constant is spelt out, so that the value need not be near to be believed. */
  readonly constantSpelt: boolean;
  /** What it leads from and to: `celsius_to_kelvin`, `BAR_TO_PA`, `PA_PER_BAR`. */
  readonly conversion: NamedConversion | null;
}

const intervalWords: ReadonlySet<string> = new Set(
  `delta diff difference dt dp rise drop margin superheat subcooling lift span tolerance tol error err hysteresis step
  std stdev stddev sigma noise offset accuracy deadband uncertainty spread swing increment change shift bias
  resolution`.split(/\s+/),
);

/** Words of names that do not hold the quantity itself. */
const otherWords: ReadonlySet<string> = new Set(
  `ratio coefficient coeff coef index idx name names label labels unit units key keys id ids count num flag enabled
  type text string str format symbol convert converter conversion suffix prefix per to from over inverse inv log is has can zero absolute as`.split(
    /\s+/,
  ),
);

const wholeUnitLength = 6;
const mostSuffixWords = 5;

/** Reads names by the packs; what was read is kept. */
export class NameReader {
  readonly #domain: Domain;
  readonly #kept = new Map<string, NameMeaning | null>();

  constructor(domain: Domain) {
    this.#domain = domain;
  }

  /** Null where the name means nothing to the packs. */
  read(name: string): NameMeaning | null {
    let meaning = this.#kept.get(name);
    if (meaning === undefined) {
      meaning = readName(name, this.#domain);
      // A workspace may have more names than are worth keeping.
      if (this.#kept.size > 100_000) this.#kept.clear();
      this.#kept.set(name, meaning);
    }
    return meaning;
  }
}

function readName(name: string, domain: Domain): NameMeaning | null {
  const words = nameWords(name);
  if (words.length === 0 || words.length > 12) return null;
  const found = unitAtEnd(name, words, domain);
  const stem = found === null ? words : words.slice(0, words.length - found.words);
  const stemWords = stem.map(({ word }) => word);
  const unit = found?.unit ?? null;
  const quantity = quantityOf(stemWords, unit, domain);
  const [constant, constantSpelt] = constantOf(words, domain);
  const conversion = namedConversion(
    words.map(({ word }) => word),
    domain,
  );
  if (unit === null && quantity === null && constant === null && conversion === null) return null;
  return {
    unit,
    quantity,
    interval: areOfInterval(stemWords),
    weak: unit !== null && quantity === null && isWeak(stemWords, found?.sure ?? false, unit, domain),
    constant,
    constantSpelt,
    conversion,
  };
}

/** The unit that ends a name, and how many words it takes. */
function unitAtEnd(
  name: string,
  words: readonly NameWord[],
  domain: Domain,
): { readonly unit: Unit; readonly words: number; readonly sure: boolean } | null {
  const shouting = name === name.toUpperCase();
  for (let count = Math.min(mostSuffixWords, words.length); count >= 1; count--) {
    const first = words[words.length - count] as NameWord;
    const tail = name.slice(first.start);
    const before = name[first.start - 1];
    const behindMark = before !== undefined && !/[\p{L}\p{N}]/u.test(before);
    const forms = new Set<string>();
    // What is written with care for upper and lower case.
    if (behindMark && !shouting) forms.add(tail.replace(/[^\p{L}\p{N}]+/gu, '_'));
    const lower = words.slice(words.length - count).map(({ word }) => word);
    forms.add(lower.join('_'));
    if (count > 1 && !/[^\p{L}\p{N}]/u.test(tail)) forms.add(lower.join(''));
    const stem = words.slice(0, words.length - count).map(({ word }) => word);
    for (const form of forms) {
      const unit = unitBy(form, tail, name, stem, domain);
      if (unit !== null) return { unit, words: count, sure: domain.suffixes.get(form) === unit };
    }
  }
  return null;
}

function unitBy(
  form: string,
  tail: string,
  name: string,
  stem: readonly string[],
  domain: Domain,
): Unit | null {
  const sure = domain.suffixes.get(form);
  const candidates = sure === undefined ? (domain.shortSuffixes.get(form) ?? []) : [sure];
  for (const unit of candidates) {
    const dimension = domain.dimensions.get(unit.dimension);
    if (dimension?.exceptions.has(name) === true) continue;
    if (stem.length === 0) {
      if (sure !== undefined && tail.length >= wholeUnitLength) return unit;
      continue;
    }
    const last = stem.at(-1) ?? '';
    // Behind `per` and `to`, and behind another unit, it is a part of something else: kJ/kg, W/K.
    const words = dimension?.words ?? new Set<string>();
    const isUnit = domain.suffixes.has(last) || domain.shortSuffixes.has(last);
    if (isUnit && !isWordOfAny(last, domain)) continue;
    if (stem.some((word) => otherWords.has(word) && !words.has(word))) continue;
    if (stem.includes('rate') && !words.has('rate')) continue;
    if (sure !== undefined) return unit;
    if (stem.some((word, at) => words.has(word) && (word.length > 1 || at === 0 || at === stem.length - 1)))
      return unit;
    if (domain.quantities.some((quantity) => quantity.dimension === unit.dimension && named(stem, quantity)))
      return unit;
  }
  return null;
}

function isWordOfAny(word: string, domain: Domain): boolean {
  for (const { words } of domain.dimensions.values()) if (words.has(word)) return true;
  return false;
}

/** A short word may be short for something else: `temp` for temporary, `t` for anything. */
const shortestStrongWord = 5;

function isWeak(stem: readonly string[], sure: boolean, unit: Unit, domain: Domain): boolean {
  const words = domain.dimensions.get(unit.dimension)?.words;
  return !stem.some((word) => words?.has(word) && word.length >= (sure ? 2 : shortestStrongWord));
}

/** Whether words are those of a difference: those have no absolute zero. */
export function areOfInterval(words: readonly string[]): boolean {
  return words.some((word) => intervalWords.has(word));
}

/** The quantity of a name: its words stand in it, and neither its unit nor another word speaks against it. */
export function quantityOf(stem: readonly string[], unit: Unit | null, domain: Domain): Quantity | null {
  if (stem.some((word) => intervalWords.has(word) || otherWords.has(word) || word === 'rate')) return null;
  for (const quantity of domain.quantities) {
    if (!named(stem, quantity)) continue;
    if (unit !== null) {
      const believed = quantity.units.length === 0 || quantity.units.includes(unit.name);
      if (unit.dimension === quantity.dimension && believed) return quantity;
    } else if (!speaksOfAnother(stem, quantity, domain)) return quantity;
  }
  return null;
}

function named(stem: readonly string[], { names }: Quantity): boolean {
  return names.some((words) =>
    stem.some((_, at) => at + words.length <= stem.length && words.every((word, n) => stem[at + n] === word)),
  );
}

/** Whether a word stands for another dimension: the pressure of `helium_bath_pressure` is no temperature. */
function speaksOfAnother(stem: readonly string[], { dimension }: Quantity, domain: Domain): boolean {
  for (const { name, words } of domain.dimensions.values()) {
    if (name === dimension) continue;
    if (
      stem.some(
        (word) => word.length > 1 && words.has(word) && !domain.dimensions.get(dimension)?.words.has(word),
      )
    )
      return true;
  }
  return false;
}

/** Words that may follow the name of a constant: those of its unit. */
const longestUnitWord = 3;

function constantOf(words: readonly NameWord[], domain: Domain): readonly [Constant | null, boolean] {
  const whole = words.map(({ word }) => word);
  const short = domain.shortConstants.get(whole.join('_'));
  for (let count = whole.length; count >= 1; count--) {
    const spelt = domain.constants.get(whole.slice(0, count).join('_'));
    if (spelt !== undefined) return [spelt, true];
    if ((whole[count - 1]?.length ?? 0) > longestUnitWord) break;
  }
  return short === undefined ? [null, false] : [short, false];
}
