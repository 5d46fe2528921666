import type { HotSpot } from '../../builtin/hot-spot-schema.ts';
import { nameWords } from './name-words.ts';
import type { Pack, PackBounds } from './pack-schema.ts';
import type { ReadPack } from './read-pack.ts';

/** A unit: what is written in it is `factor × value + offset` in the SI unit of its dimension. */
export interface Unit {
  readonly name: string;
  /** As people write it: `°C`. */
  readonly symbol: string;
  readonly dimension: string;
  readonly factor: number;
  readonly offset: number;
}

export interface Dimension {
  readonly name: string;
  readonly words: ReadonlySet<string>;
  readonly exceptions: ReadonlySet<string>;
  /** Whether programs without any physics have it, too. */
  readonly everyday: boolean;
  readonly bounds: Bounds | null;
}

/** Physical bounds in the SI unit of their dimension. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
  readonly unit: Unit;
  readonly source: string;
  /** `0.6 to 5.1953 K`, as the pack has it. */
  readonly text: string;
}

export interface Quantity {
  readonly name: string;
  readonly title: string;
  readonly dimension: string;
  /** Where a name has none. */
  readonly unit: Unit;
  /** Names of the units in which it is believed; empty: all of its dimension. */
  readonly units: readonly string[];
  /** Each a sequence of words. */
  readonly names: readonly (readonly string[])[];
  readonly bounds: Bounds | null;
}

export interface Constant {
  readonly name: string;
  readonly title: string;
  readonly values: Pack['constants'][string]['values'];
}

/** A pair of implementations and who declares it. */
export interface DeclaredHotSpot {
  readonly hotSpot: HotSpot;
  /** The pack, relative to the workspace; null: the parameters. */
  readonly path: string | null;
  readonly line: number | null;
}

/** What all packs together say. */
export interface Domain {
  /** Names of the packs. */
  readonly packs: readonly string[];
  readonly dimensions: ReadonlyMap<string, Dimension>;
  readonly units: ReadonlyMap<string, Unit>;
  /** By what ends a name; what holds an upper-case letter is meant as it is written. */
  readonly suffixes: ReadonlyMap<string, Unit>;
  readonly shortSuffixes: ReadonlyMap<string, readonly Unit[]>;
  readonly symbols: ReadonlyMap<string, Unit>;
  readonly quantities: readonly Quantity[];
  /** By words joined with `_`. */
  readonly constants: ReadonlyMap<string, Constant>;
  readonly shortConstants: ReadonlyMap<string, Constant>;
  readonly missingValues: ReadonlySet<number>;
  readonly hotSpots: readonly DeclaredHotSpot[];
}

/** Puts packs together; a later one wins where two say something of the same name. */
export function domainOf(packs: readonly ReadPack[]): Domain {
  const merged = <K extends 'dimensions' | 'units' | 'quantities' | 'constants'>(kind: K) =>
    Object.assign({}, ...packs.map(({ pack }) => pack[kind])) as Pack[K];
  const units = new Map<string, Unit>();
  const suffixes = new Map<string, Unit>();
  const shortSuffixes = new Map<string, Unit[]>();
  const symbols = new Map<string, Unit>();
  for (const [name, written] of Object.entries(merged('units'))) {
    const { dimension, factor, offset } = written;
    const unit: Unit = { name, symbol: written.symbols[0] ?? name, dimension, factor, offset };
    units.set(name, unit);
    for (const symbol of [name, ...written.symbols]) symbols.set(symbol, unit);
    for (const suffix of written.suffixes) suffixes.set(suffix, unit);
    for (const suffix of written.short_suffixes) {
      shortSuffixes.set(suffix, [...(shortSuffixes.get(suffix) ?? []), unit]);
    }
  }
  const dimensions = new Map<string, Dimension>();
  for (const [name, { words, exceptions, everyday, bounds }] of Object.entries(merged('dimensions'))) {
    dimensions.set(name, {
      name,
      words: new Set(words),
      exceptions: new Set(exceptions),
      everyday,
      bounds: boundsOf(bounds, undefined, units),
    });
  }
  const quantities = Object.entries(merged('quantities')).flatMap(([name, written]): Quantity[] => {
    const unit = units.get(written.unit);
    if (unit === undefined) return [];
    const { title = name.replaceAll('_', ' '), dimension } = written;
    const names = written.names.map((text) => nameWords(text).map(({ word }) => word));
    return [
      {
        name,
        title,
        dimension,
        unit,
        units: written.units,
        names,
        bounds: boundsOf(written.bounds, unit, units),
      },
    ];
  });
  const constants = new Map<string, Constant>();
  const shortConstants = new Map<string, Constant>();
  for (const [name, written] of Object.entries(merged('constants'))) {
    const constant: Constant = {
      name,
      title: written.title ?? name.replaceAll('_', ' '),
      values: written.values,
    };
    for (const text of written.names) constants.set(text, constant);
    for (const text of written.short_names) shortConstants.set(text, constant);
  }
  return {
    packs: packs.map(({ pack }) => pack.name),
    dimensions,
    units,
    suffixes,
    shortSuffixes,
    symbols,
    quantities,
    constants,
    shortConstants,
    missingValues: new Set(packs.flatMap(({ pack }) => pack.missing_values)),
    hotSpots: packs.flatMap(({ path, pack, hotSpotLines }) =>
      pack.hot_spots.map((hotSpot, index) => ({ hotSpot, path, line: hotSpotLines[index] ?? null })),
    ),
  };
}

function boundsOf(
  bounds: PackBounds | undefined,
  otherwise: Unit | undefined,
  units: ReadonlyMap<string, Unit>,
): Bounds | null {
  const unit = bounds?.unit === undefined ? otherwise : units.get(bounds.unit);
  if (bounds === undefined || unit === undefined) return null;
  const { low, high, source } = bounds;
  const inSi = (value: number | undefined, absent: number) =>
    value === undefined ? absent : toSi(value, unit);
  const text =
    low === undefined
      ? `at most ${high} ${unit.symbol}`
      : high === undefined
        ? `at least ${low} ${unit.symbol}`
        : `${low} to ${high} ${unit.symbol}`;
  return {
    low: inSi(low, Number.NEGATIVE_INFINITY),
    high: inSi(high, Number.POSITIVE_INFINITY),
    unit,
    source,
    text,
  };
}

/** A value in the SI unit of its dimension. */
export function toSi(value: number, { factor, offset }: Pick<Unit, 'factor' | 'offset'>): number {
  return factor * value + offset;
}
