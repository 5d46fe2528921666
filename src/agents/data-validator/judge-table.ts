import type { ParametersOf } from '../../builtin/builtin-agent.ts';
import type { dataValidator } from '../../builtin/data-validator.ts';
import { fitParameters } from './fit-parameters.ts';
import { judgeDates } from './judge-dates.ts';
import { judgeMarkers, judgeMissing } from './judge-missing.ts';
import { judgeNumbers } from './judge-numbers.ts';
import {
  isIrregular,
  judgeHeaders,
  judgeRagged,
  judgeRepeatedKeys,
  judgeRepeatedRows,
} from './judge-rows.ts';
import { judgeTexts } from './judge-texts.ts';
import { judgeTimes } from './judge-times.ts';
import { judgeTypes } from './judge-types.ts';
import type { Suspicion } from './suspicion.ts';
import type { Table } from './table.ts';
import type { TableProfile } from './table-profile.ts';

/** What the profile of a table shows to be wrong. */
export function judgeTable(
  table: Table,
  profile: TableProfile,
  parameters: Pick<ParametersOf<typeof dataValidator>, 'missing_share' | 'outlier_fence'>,
): Suspicion[] {
  const ragged = judgeRagged(table, profile);
  if (isIrregular(profile)) return ragged === null ? [] : [ragged];
  const suspicions: (Suspicion | null)[] = [
    ragged,
    judgeHeaders(table, profile),
    judgeRepeatedRows(table, profile),
    ...judgeRepeatedKeys(table, profile),
  ];
  const fitted = fitParameters(table.columns);
  for (const [at, column] of profile.columns.entries()) {
    const fence = fitted.has(at) ? Number.POSITIVE_INFINITY : parameters.outlier_fence;
    suspicions.push(
      judgeTypes(table, at, column),
      judgeDates(at, column),
      judgeMarkers(table, at, column),
      judgeMissing(at, column, parameters.missing_share),
      ...judgeNumbers(table, at, column, fence),
      ...judgeTexts(at, column),
      ...judgeTimes(table, at, column),
    );
  }
  return suspicions.filter((suspicion) => suspicion !== null);
}
