import type { RuleOf } from '../../builtin/builtin-agent.ts';
import type { cryoOptimizer } from '../../builtin/cryo-optimizer.ts';
import type { Findings } from '../findings.ts';
import { checkCalls } from './check-calls.ts';
import type { PlacedFault } from './check-source.ts';
import type { Domain } from './domain.ts';
import type { DomainCheck } from './domain-check.ts';
import type { NameReader } from './name-meaning.ts';

export type DomainFindings = Findings<RuleOf<typeof cryoOptimizer>>;

/** What of the values outside of their bounds is told. */
export interface ToldBounds {
  /** Values. */
  readonly outside: number;
  /** Columns. */
  readonly columns: number;
}

/** Hands over everything that is wrong, and says how much of it lies outside of bounds. */
export function tellFindings(
  check: DomainCheck,
  domain: Domain,
  names: NameReader,
  findings: DomainFindings,
): ToldBounds {
  const calls = new Map<string, PlacedFault[]>();
  for (const { path, fault } of checkCalls(check.sources, check.definitions, domain, names))
    calls.set(path, [...(calls.get(path) ?? []), fault]);
  for (const { path, faults } of check.sources) {
    for (const fault of [...faults, ...(calls.get(path) ?? [])]) {
      const { dimension: _, ...finding } = fault;
      findings.add({ path, ...finding });
    }
  }
  let outside = 0;
  let columns = 0;
  for (const { path, values, contradictions } of check.data) {
    for (const { header, unit, other, by, line, column } of contradictions) {
      const message = `the column \`${header}\` is in ${unit.symbol} by its name, and ${by} says ${other.symbol}`;
      findings.add({ rule: 'column-unit', path, line, column, message });
    }
    for (const { values: own, column } of values) {
      if (!own.tellable) continue;
      const line = own.places[0]?.line;
      if (!findings.add({ rule: 'out-of-bounds', path, line, column, message: own.message() })) continue;
      outside += own.outside;
      columns += 1;
    }
  }
  return { outside, columns };
}
