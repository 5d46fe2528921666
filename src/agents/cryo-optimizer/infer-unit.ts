import type { Domain, Unit } from './domain.ts';
import type { Expression } from './expression.ts';
import { agree, isNear, type LinearValue, zeroShifts } from './linear-value.ts';
import type { NameReader } from './name-meaning.ts';

/** Functions that give a value in the unit of what they are given. */
const transparent: ReadonlySet<string> = new Set(
  `abs fabs float int round ceil floor trunc Number parseFloat parseInt Decimal mean fmean median nanmean average
  array asarray copy sorted squeeze ravel flatten tolist to_numpy astype item`.split(/\s+/),
);
const extremes: ReadonlySet<string> = new Set([
  'min',
  'max',
  'minimum',
  'maximum',
  'clip',
  'nanmin',
  'nanmax',
]);

/** What is known where an expression stands. */
export interface UnitContext {
  readonly domain: Domain;
  readonly names: NameReader;
  /** Units of names that do not say it themselves, such as the parameter of `celsius_to_kelvin`. */
  readonly local: ReadonlyMap<string, Unit>;
}

/** What an expression amounts to: a value in a unit, a plain number, or nothing that is known. */
export type Inferred = LinearValue | number | null;

export function inferUnit(expression: Expression, context: UnitContext): Inferred {
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'name':
      return valueOfName(expression.name, context);
    case 'negative': {
      const of = inferUnit(expression.of, context);
      if (typeof of === 'number') return -of;
      return of === null ? null : { ...of, scale: -of.scale, shift: -of.shift };
    }
    case 'choice': {
      const options = expression.options.map((option) => inferUnit(option, context));
      return commonValue(options.filter((option) => typeof option !== 'number'));
    }
    case 'call':
      return inferCall(expression, context);
    case 'binary':
      return inferBinary(expression, context);
    default:
      return null;
  }
}

function valueOfName(name: string, { names, local }: UnitContext): LinearValue | null {
  const meaning = names.read(name);
  const unit = meaning?.unit ?? local.get(name);
  if (unit === undefined || unit === null) return null;
  const { interval = false, weak = false } = meaning ?? {};
  return { unit, scale: 1, shift: 0, interval, label: name, weak };
}

/** One value where all are alike; null where one is unknown or they differ. */
function commonValue(values: readonly Inferred[]): Inferred {
  const [first] = values;
  if (first === undefined || first === null || typeof first === 'number') return null;
  return values.every((value) => value !== null && typeof value !== 'number' && sameUnit(value, first))
    ? first
    : null;
}

function sameUnit(a: LinearValue, b: LinearValue): boolean {
  return a.unit.dimension === b.unit.dimension && agree(a, b);
}

function inferCall(call: Expression & { kind: 'call' }, context: UnitContext): Inferred {
  const { callee, of, args } = call;
  const [first] = args;
  if (transparent.has(callee)) {
    // `x.mean()` is about x, `np.mean(x)` and `round(x, 1)` about their first argument.
    if (first !== undefined) {
      const value = first === null ? null : inferUnit(first, context);
      if (value !== null) return value;
    }
    return of === null ? null : inferUnit(of, context);
  }
  if (extremes.has(callee)) {
    const values = args.map((arg) => (arg === null ? null : inferUnit(arg, context)));
    if (values.length === 0) return of === null ? null : inferUnit(of, context);
    return commonValue(values.filter((value) => typeof value !== 'number'));
  }
  return valueOfName(callee, { ...context, local: new Map() });
}

function inferBinary(binary: Expression & { kind: 'binary' }, context: UnitContext): Inferred {
  const left = inferUnit(binary.left, context);
  const right = inferUnit(binary.right, context);
  if (left === null || right === null) return null;
  if (typeof left === 'number' && typeof right === 'number') return calculate(binary.operator, left, right);
  switch (binary.operator) {
    case '*':
      if (typeof left === 'number') return scaled(right as LinearValue, left);
      return typeof right === 'number' ? scaled(left, right) : null;
    case '/':
      return typeof right === 'number' && typeof left !== 'number' ? scaled(left, 1 / right) : null;
    case '+':
    case '-':
      if (typeof right === 'number')
        return shifted(left as LinearValue, binary.operator === '+' ? right : -right, context);
      if (typeof left === 'number') return binary.operator === '+' ? shifted(right, left, context) : null;
      return sumOf(binary.operator, left, right);
    default:
      return null;
  }
}

function calculate(operator: string, left: number, right: number): number | null {
  const results: Readonly<Record<string, number>> = {
    '+': left + right,
    '-': left - right,
    '*': left * right,
    '/': left / right,
    '**': left ** right,
  };
  const result = results[operator];
  return result === undefined || !Number.isFinite(result) ? null : result;
}

function scaled(value: LinearValue, by: number): LinearValue | null {
  if (by === 0 || !Number.isFinite(by)) return null;
  return { ...value, scale: value.scale * by, shift: value.shift * by };
}

/** Adding a number is adding so much in the same unit, unless the number leads from one zero to another. */
function shifted(value: LinearValue, by: number, { domain }: UnitContext): LinearValue {
  const isZero = zeroShifts(value.unit.dimension, domain).some((shift) => isNear(Math.abs(by), shift, 0.006));
  return isZero && !value.interval ? { ...value, shift: value.shift + by } : value;
}

function sumOf(operator: string, left: LinearValue, right: LinearValue): LinearValue | null {
  if (!sameUnit(left, right)) return null;
  if (operator === '-' && !left.interval && !right.interval) return { ...left, interval: true };
  return left.interval && !right.interval ? right : left;
}
