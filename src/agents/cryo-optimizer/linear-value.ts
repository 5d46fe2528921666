import type { Domain, Unit } from './domain.ts';

/** A value in a unit that a calculation changed: `scale × x + shift`, where x is in the unit. */
export interface LinearValue {
  readonly unit: Unit;
  readonly scale: number;
  readonly shift: number;
  /** Whether it is a difference: then the zero of its unit does not matter. */
  readonly interval: boolean;
  /** As it is written, for messages. */
  readonly label: string;
  /** Whether its unit is guessed from very little. */
  readonly weak: boolean;
}

/** Relative; conversion factors are written with three digits often enough. */
const factorTolerance = 0.005;

/** What one of the value means in the SI unit of its dimension. */
export function factorOf({ unit, scale }: LinearValue): number {
  return unit.factor / scale;
}

/** What nothing of the value means in the SI unit of its dimension. */
export function zeroOf({ unit, scale, shift }: LinearValue): number {
  return unit.offset - (unit.factor * shift) / scale;
}

/** Whether two values can be added and compared as they are. */
export function agree(a: LinearValue, b: LinearValue): boolean {
  const factor = factorOf(a);
  const sameFactor = isNear(factor, factorOf(b), factorTolerance);
  if (a.interval || b.interval) return sameFactor;
  // A wrong offset by little is told of where it stands.
  return sameFactor && Math.abs(zeroOf(a) - zeroOf(b)) <= 2 * Math.abs(factor);
}

export function isNear(a: number, b: number, tolerance: number): boolean {
  return Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b));
}

/** Whether a factor looks like one that leads from unit to unit: a power of ten, or near to one of the dimension. */
export function looksLikeConversion(scale: number, dimension: string, domain: Domain): boolean {
  const size = Math.abs(scale);
  if (size === 0 || size === 1) return false;
  const power = Math.log10(size);
  if (Math.abs(power - Math.round(power)) < 1e-9) return true;
  const units = [...domain.units.values()].filter((unit) => unit.dimension === dimension);
  return units.some((a) =>
    units.some((b) => a.factor !== b.factor && isNear(size, a.factor / b.factor, 0.05)),
  );
}

const knownShifts = new WeakMap<Domain, Map<string, readonly number[]>>();

/** What lies between the zeros of two units of a dimension, in either of them: 273.15, 32, 459.67. */
export function zeroShifts(dimension: string, domain: Domain): readonly number[] {
  const known = knownShifts.get(domain) ?? new Map<string, readonly number[]>();
  knownShifts.set(domain, known);
  let shifts = known.get(dimension);
  if (shifts === undefined) {
    shifts = shiftsOf([...domain.units.values()].filter((unit) => unit.dimension === dimension));
    known.set(dimension, shifts);
  }
  return shifts;
}

function shiftsOf(units: readonly Unit[]): readonly number[] {
  const shifts = new Set<number>();
  for (const a of units) {
    for (const b of units) {
      const between = Math.abs(a.offset - b.offset);
      if (between > 0)
        for (const { factor } of [a, b]) shifts.add(Number((between / factor).toPrecision(12)));
    }
  }
  return [...shifts];
}
