import type { CodeFault } from './check-units.ts';
import type { Constant, Domain } from './domain.ts';
import type { Expression, SourceFacts } from './expression.ts';
import { type ConstantVerdict, judgeConstant } from './judge-constant.ts';
import { conversionText, numberText, plainNumber } from './judge-units.ts';
import { isNear, looksLikeConversion } from './linear-value.ts';
import type { NameReader } from './name-meaning.ts';
import type { NamedConversion } from './named-conversion.ts';
import { writtenNumber } from './written-number.ts';

/** A literal that means a constant. */
export interface FoundConstant {
  readonly start: number;
  readonly name: string;
  readonly constant: string;
  readonly written: number;
  readonly verdict: ConstantVerdict['kind'];
  readonly source: string | null;
}

export interface CodeConstants {
  readonly faults: readonly CodeFault[];
  readonly constants: readonly FoundConstant[];
}

/** A literal that is not the value of its constant. */
interface Deviation {
  readonly name: string;
  readonly constant: Constant;
  readonly verdict: ConstantVerdict;
  readonly value: Expression;
  /** What should stand there; null where that depends on a unit. */
  readonly replacement: string | null;
}

/** A constant with the values of so many adjustments stands in a table of them. */
const tableOfAdjustments = 3;
const mostNames = 6;

/** Looks at literals whose names mean a constant, or a factor between two units. */
export function checkConstants(
  path: string,
  facts: SourceFacts,
  domain: Domain,
  names: NameReader,
): CodeConstants {
  const faults: CodeFault[] = [];
  const constants: FoundConstant[] = [];
  const deviations: Deviation[] = [];
  const judge = (name: string, value: Expression, onlySpelt: boolean) => {
    const meaning = names.read(name);
    if (!meaning?.constant || (onlySpelt && !meaning.constantSpelt)) return;
    const { constant } = meaning;
    const written = writtenNumber(value);
    const verdict = written && judgeConstant(written, constant, meaning.constantSpelt);
    if (written === null || verdict === null) return;
    const { kind, source } = verdict;
    const found = { start: value.start, name, constant: constant.name, written: written.value, source };
    constants.push({ ...found, verdict: kind });
    if (kind === 'right') return;
    const replacement = written.single && verdict.power === 0 ? numberText(verdict.value.value) : null;
    deviations.push({ name, constant, verdict, value, replacement });
  };
  for (const { target, value, way } of facts.assignments) {
    if (target.kind !== 'name' || way === 'added') continue;
    judge(target.name, value, false);
    const fault = conversionFault(target.name, names.read(target.name)?.conversion ?? null, value, domain);
    if (fault !== null) faults.push(fault);
  }
  for (const { name, value } of facts.pairs) judge(name, value, true);
  for (const deviation of deviations)
    if (deviation.verdict.kind === 'wrong') faults.push(faultOf([deviation], wrongMessage(deviation)));
  return { faults: [...faults, ...olderFaults(path, deviations)], constants };
}

/** One fault for all constants of a file that come from one adjustment; none where a file is a table of adjustments. */
function olderFaults(path: string, deviations: readonly Deviation[]): CodeFault[] {
  const bySource = new Map<string, Deviation[]>();
  const sources = new Map<string, Set<string>>();
  for (const deviation of deviations) {
    const { verdict, constant } = deviation;
    const { source } = verdict;
    if (source === null) continue;
    bySource.set(source, [...(bySource.get(source) ?? []), deviation]);
    sources.set(constant.name, (sources.get(constant.name) ?? new Set()).add(source));
  }
  const isTable = [...sources.values()].some(({ size }) => size >= tableOfAdjustments);
  if (isTable || /codata[-_ ]?\d{4}[^/]*$/i.test(path)) return [];
  return [...bySource].map(([source, group]) => {
    const [first] = group as [Deviation];
    const single = group.every(({ name }) => name === first.name);
    const message = single ? olderMessage(first) : groupMessage(source, group);
    return { ...faultOf(group, message), severity: 'info' as const };
  });
}

function faultOf(group: readonly Deviation[], message: string): CodeFault {
  const [first] = group as readonly [Deviation];
  const edits = group.flatMap(({ value: { start, end }, replacement }) =>
    replacement === null ? [] : [{ start, end, text: replacement }],
  );
  const title = group.length === 1 ? `Write ${first.replacement}` : 'Write the values of today';
  const fix = edits.length === group.length && edits.length <= 100 ? { fix: { title, edits } } : {};
  return { rule: 'constant-differs', place: first.value, message, dimension: null, ...fix };
}

function wrongMessage({ name, constant, verdict }: Deviation): string {
  const percent = plainNumber(Number((Math.abs(verdict.deviation) * 100).toPrecision(2)));
  return `\`${name}\`, the ${constant.title}, differs from ${today(verdict)} by ${percent} %${unitRemark(verdict)}`;
}

function olderMessage({ name, constant, verdict }: Deviation): string {
  return `\`${name}\`, the ${constant.title}, is the ${verdict.source} value; today it is ${today(verdict)}${unitRemark(verdict)}`;
}

function groupMessage(source: string, group: readonly Deviation[]): string {
  const written = [...new Set(group.map(({ name }) => `\`${name}\``))];
  const more = written.length > mostNames ? ` and ${written.length - mostNames} more` : '';
  return `${written.slice(0, mostNames).join(', ')}${more} are ${source} values, which are not those of today`;
}

function today({ value }: ConstantVerdict): string {
  const unit = value.unit === '1' ? '' : ` ${value.unit}`;
  const uncertainty = value.uncertainty === 0 ? '' : `, uncertainty ${numberText(value.uncertainty)}`;
  return `${numberText(value.value)}${unit} (${value.source}${uncertainty})`;
}

function unitRemark({ power }: ConstantVerdict): string {
  return power === 0 ? '' : ', apart from a power of ten for its unit';
}

/** A factor that is named after its units and does not lead from the one to the other: `BAR_TO_PA = 1e6`. */
function conversionFault(
  name: string,
  conversion: NamedConversion | null,
  value: Expression,
  domain: Domain,
): CodeFault | null {
  const written = conversion && writtenNumber(value);
  if (conversion === null || written === null || !(written.value > 0)) return null;
  const { from, to } = conversion;
  const rule = 'wrong-conversion';
  if (from.offset !== to.offset) {
    const exact = Math.abs(from.offset - to.offset) / to.factor;
    if (
      from.factor !== to.factor ||
      written.value === Number(plainNumber(exact)) ||
      !isNear(written.value, exact, 0.004)
    )
      return null;
    // 273 is what it is called; it may be meant as a rounding.
    if (Number(exact.toFixed(0)) === written.value) return null;
    return {
      rule,
      place: value,
      message: `\`${name}\`: ${conversionText(from, to)}`,
      dimension: from.dimension,
    };
  }
  const exact = from.factor / to.factor;
  if (isNear(written.value, exact, 0.005) || isNear(written.value, 1 / exact, 0.005)) return null;
  if (
    !looksLikeConversion(written.value / exact, from.dimension, domain) &&
    !isNear(written.value, exact, 0.05)
  )
    return null;
  return {
    rule,
    place: value,
    message: `\`${name}\`: ${conversionText(from, to)}`,
    dimension: from.dimension,
  };
}
