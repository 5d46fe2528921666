import { reportFolder, reportText } from '../report-file.ts';
import type { Domain } from './domain.ts';
import type { DomainCheck } from './domain-check.ts';
import type { DomainFigures } from './domain-figures.ts';
import type { MeasuredHotSpot } from './hot-spots/measure-all.ts';
import type { DomainFindings } from './tell-findings.ts';

export const reportName = 'cryo-optimizer.json';
export const reportPath = `${reportFolder}/${reportName}`;

const about = {
  summary: 'the figures of the agent; null where nothing was measured',
  packs: 'names of the domain packs that counted',
  findings: 'what is wrong, all of it, the most severe first',
  quantities:
    'names with a unit or a quantity, by file; files that have lengths, times and the like alone are left out',
  columns: 'columns of data that the packs know, with how many values lie outside of their bounds',
  constants: 'literals that mean a constant: right, older (the value of `source`) or wrong',
  hot_spots:
    'pairs of implementations as they were measured in this run; times are seconds of one run; ratio is baseline / candidate with its confidence interval (Moses, on logarithms)',
  skipped: 'files that were left out, by reason',
};

/** The report as JSON text: the same workspace gives the same bytes, times of hot spots apart. */
export function domainReport(
  domain: Domain,
  check: DomainCheck,
  figures: DomainFigures,
  findings: DomainFindings,
  hotSpots: readonly MeasuredHotSpot[],
): string {
  const skipped = Object.fromEntries([...check.skipped].sort());
  return reportText(
    { about, summary: figures, packs: domain.packs, skipped },
    {
      findings: findings.all,
      quantities: check.sources
        .filter(({ physical, quantities }) => physical && quantities.size > 0)
        .map(({ path, quantities }) => ({
          path,
          names: Object.fromEntries([...quantities].sort(([a], [b]) => (a < b ? -1 : 1))),
        })),
      columns: check.data.flatMap(({ path, columns, values }) =>
        columns.map(({ header, unit, quantity, bounds }) => {
          const own = values.find(({ values: column }) => column.meaning.header === header)?.values;
          return {
            path,
            header,
            unit: unit?.symbol ?? null,
            quantity: quantity?.name ?? null,
            bounds: bounds?.text ?? null,
            checked: own?.checked ?? 0,
            outside: own?.outside ?? 0,
          };
        }),
      ),
      constants: check.sources.flatMap(({ path, constants }) =>
        constants.map(({ line, column, name, constant, written, verdict, source }) => {
          return { path, line, column, name, constant, written, verdict, source };
        }),
      ),
      hot_spots: hotSpots.map(({ declared, outcome }) => ({
        name: declared.hotSpot.name,
        declared_in: declared.path ?? 'parameters',
        ...outcome,
      })),
    },
  );
}
