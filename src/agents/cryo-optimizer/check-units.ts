import type { Domain, Unit } from './domain.ts';
import type { Expression, Place, SourceFacts, Way } from './expression.ts';
import { type Inferred, inferUnit, type UnitContext } from './infer-unit.ts';
import { conversionText, judgeUnits, plainNumber, wrongBy } from './judge-units.ts';
import { isNear, type LinearValue } from './linear-value.ts';
import type { NameReader } from './name-meaning.ts';

/** Something wrong in a text, before its place is known as line and column. */
export interface CodeFault {
  readonly rule: 'unit-mismatch' | 'wrong-conversion' | 'unit-comment' | 'constant-differs';
  readonly place: Place;
  readonly message: string;
  /** The dimension, where it decides whether the fault counts. */
  readonly dimension: string | null;
  readonly severity?: 'info';
  /** What would mend it: texts in place of others. */
  readonly fix?: { readonly title: string; readonly edits: readonly (Place & { readonly text: string })[] };
}

/** An argument with a known unit that is passed by its place. */
export interface PassedValue {
  readonly callee: string;
  /** From 0. */
  readonly index: number;
  readonly value: LinearValue;
  readonly place: Place;
}

export interface CodeUnits {
  readonly faults: readonly CodeFault[];
  readonly passed: readonly PassedValue[];
}

const given: Readonly<Record<Way, string>> = {
  assigned: 'is given',
  added: 'is added to by',
  passed: 'is passed',
  default: 'is by default',
};

/** Looks for units that do not fit together in a file of code. */
export function checkUnits(
  facts: SourceFacts,
  domain: Domain,
  names: NameReader,
  annotated: ReadonlyMap<string, Unit>,
): CodeUnits {
  const faults: CodeFault[] = [];
  const passed: PassedValue[] = [];
  // `kelvin_per_celsius` is a number, not a function of one.
  const conversions = facts.functions.map(({ name }) =>
    /per/i.test(name) ? null : names.read(name)?.conversion,
  );
  const contexts = facts.functions.map(({ params }, at): UnitContext => {
    const from = conversions[at]?.from;
    const [first] = params;
    const local = new Map(annotated);
    for (const param of params) if (param !== null) local.delete(param);
    if (from !== undefined && typeof first === 'string') local.set(first, from);
    return { domain, names, local };
  });
  const outside: UnitContext = { domain, names, local: annotated };
  const contextOf = (scope: number) => contexts[scope] ?? outside;

  const judge = (
    from: Inferred,
    to: Inferred,
    place: Place,
    words: (from: LinearValue, to: LinearValue) => string,
  ) => {
    if (from === null || to === null || typeof from === 'number' || typeof to === 'number') return;
    const rule = judgeUnits(from, to, domain);
    if (rule === null) return;
    const interval = from.interval || to.interval;
    const hint =
      rule === 'unit-mismatch'
        ? conversionText(from.unit, to.unit, interval)
        : `${conversionText(from.unit, to.unit, interval)}, and ${wrongBy(from, to)}`;
    faults.push({ rule, place, message: `${words(from, to)}: ${hint}`, dimension: from.unit.dimension });
  };

  for (const { target, value, way, scope } of facts.assignments) {
    const context = contextOf(scope);
    const to = target.kind === 'name' ? inferUnit(target, { ...context, local: new Map() }) : null;
    if (to === null) continue;
    judge(inferUnit(value, context), to, value, (from, name) => {
      return `${quoted(name)} ${given[way]} ${quoted(from)}`;
    });
  }
  for (const { operator, left, right, scope } of facts.meetings) {
    const context = contextOf(scope);
    const values = [inferUnit(left, context), inferUnit(right, context)] as const;
    // What is added to degrees Celsius in kelvin is a difference, or their zero: absolute temperatures are not added.
    const absolute = operator === '+' && differInZero(...values);
    const verb = operator === '+' ? 'added' : operator === '-' ? 'subtracted' : 'compared';
    if (absolute) continue;
    judge(
      values[0],
      values[1],
      { start: left.start, end: right.end },
      (a, b) => `${quoted(a)} and ${quoted(b)} are ${verb}`,
    );
    const zero =
      operator === '+' || operator === '-' ? wrongZero(operator, left, right, values, domain) : null;
    if (zero !== null) faults.push(zero);
  }
  for (const { value, scope } of facts.returns) {
    const name = facts.functions[scope]?.name ?? '';
    const unit = conversions[scope]?.to ?? names.read(name)?.unit ?? null;
    if (unit === null) continue;
    const to: LinearValue = {
      unit,
      scale: 1,
      shift: 0,
      interval: names.read(name)?.interval ?? false,
      label: name,
      weak: false,
    };
    judge(
      inferUnit(value, contextOf(scope)),
      to,
      value,
      (from, result) => `${quoted(result)} returns ${quoted(from)}`,
    );
  }
  for (const { callee, args, scope } of facts.calls) {
    for (const [index, arg] of args.entries()) {
      if (arg === null) break;
      const value = inferUnit(arg, contextOf(scope));
      if (value !== null && typeof value !== 'number') passed.push({ callee, index, value, place: arg });
    }
  }
  return { faults, passed };
}

function differInZero(a: Inferred, b: Inferred): boolean {
  if (a === null || b === null || typeof a === 'number' || typeof b === 'number') return false;
  return a.unit.dimension === b.unit.dimension && a.unit.offset !== b.unit.offset;
}

function quoted({ label, unit }: LinearValue): string {
  return `\`${label}\` (${unit.symbol})`;
}

/** `273` or `273.16` where 273.15 leads from one zero to the other. */
function wrongZero(
  operator: '+' | '-',
  left: Expression,
  right: Expression,
  [leftValue, rightValue]: readonly [Inferred, Inferred],
  domain: Domain,
): CodeFault | null {
  const [value, literal] =
    right.kind === 'number'
      ? [leftValue, right]
      : left.kind === 'number' && operator === '+'
        ? [rightValue, left]
        : [null, right];
  if (value === null || typeof value === 'number' || literal.kind !== 'number') return null;
  const { unit, scale, shift, interval } = value;
  if (interval || scale !== 1 || shift !== 0) return null;
  for (const other of domain.units.values()) {
    if (other.dimension !== unit.dimension || other.factor !== unit.factor) continue;
    const exact = (unit.offset - other.offset) / unit.factor;
    if (exact === 0 || exact > 0 !== (operator === '+')) continue;
    const right = plainNumber(Math.abs(exact));
    if (literal.value === Number(right) || !isNear(literal.value, Math.abs(exact), 0.004)) continue;
    const message = `\`${value.label}\` (${unit.symbol}) ${operator} ${literal.text}: ${conversionText(unit, other)}${literal.value === 273.16 ? '; 273.16 K is the triple point of water' : ''}`;
    const fix = { title: `Write ${right}`, edits: [{ start: literal.start, end: literal.end, text: right }] };
    return { rule: 'wrong-conversion', place: literal, message, dimension: unit.dimension, fix };
  }
  return null;
}
