import type { Findings } from '../findings.ts';
import type { DomainCheck } from './domain-check.ts';

/** What the agent counts. */
export interface DomainFigures {
  readonly files_checked: number;
  readonly quantities_found: number;
  readonly columns_checked: number;
  readonly values_checked: number;
  readonly unit_mismatches: number;
  readonly out_of_bounds: number;
  readonly constants_checked: number;
  readonly constants_wrong: number;
}

/** @param outside values outside of their bounds that are told of */
export function domainFigures(check: DomainCheck, findings: Findings, outside: number): DomainFigures {
  const sources = check.sources.filter(({ physical }) => physical);
  const constants = check.sources.flatMap((source) => source.constants);
  const values = check.data.flatMap((data) => data.values.map((column) => column.values));
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  const byRule = findings.byRule();
  return {
    files_checked: check.files,
    quantities_found:
      sum(sources.map(({ quantities }) => quantities.size)) +
      sum(check.data.map(({ columns }) => columns.length)),
    columns_checked: values.length,
    values_checked: sum(values.map(({ checked }) => checked)),
    unit_mismatches: sum(
      ['unit-mismatch', 'wrong-conversion', 'unit-comment', 'column-unit'].map(
        (rule) => byRule.get(rule) ?? 0,
      ),
    ),
    out_of_bounds: outside,
    constants_checked: constants.length,
    constants_wrong: constants.filter(({ verdict }) => verdict === 'wrong').length,
  };
}

/**
 * The score of the health part, 0 to 100: the mean of the shares that were measured; null where nothing of the packs
 * was found.
 *
 * @param columnsOutside columns that have a finding
 */
export function domainScore(figures: DomainFigures, columnsOutside: number): number | null {
  const shares: number[] = [];
  const share = (wrong: number, all: number) => {
    if (all > 0) shares.push(Math.max(0, 1 - wrong / all));
  };
  share(figures.unit_mismatches, figures.quantities_found);
  share(columnsOutside, figures.columns_checked);
  share(figures.constants_wrong, figures.constants_checked);
  if (shares.length === 0) return null;
  return (100 * shares.reduce((total, value) => total + value, 0)) / shares.length;
}
