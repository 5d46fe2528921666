import type { Json } from '../../../common/json.ts';
import type { DomainFindings } from '../tell-findings.ts';
import type { MeasuredHotSpot } from './measure-all.ts';

/** Tells the pairs that give different results as findings where a pack declares them, and all that failed as warnings. */
export function tellHotSpots(
  hotSpots: readonly MeasuredHotSpot[],
  findings: DomainFindings,
  warn: (message: string) => void,
): void {
  for (const { declared, outcome } of hotSpots) {
    if (outcome.kind === 'measured') continue;
    const { hotSpot, path, line } = declared;
    if (outcome.kind === 'failed') warn(`the pair \`${hotSpot.name}\` was not measured: ${outcome.why}`);
    else {
      const message = `the two implementations of \`${hotSpot.name}\` do not give the same: ${outcome.why}; they were not timed`;
      const place = path === null ? placeOf(hotSpot.candidate) : { path, line: line ?? undefined };
      if (place === null) warn(message);
      else findings.add({ rule: 'hot-spot-result', ...place, message });
    }
  }
}

/** The file of a candidate, for pairs that the parameters declare; null where it is not said. */
function placeOf({
  python,
  node,
}: {
  python?: string | undefined;
  node?: string | undefined;
}): { path: string } | null {
  const [path = ''] = (python ?? node ?? '').split(/[:#]/);
  return /\.\w+$/.test(path) ? { path } : null;
}

/** By the name of the pair: how many times as fast the candidate was. */
export function speedups(hotSpots: readonly MeasuredHotSpot[]): Record<string, Json> {
  const told: Record<string, Json> = {};
  for (const { declared, outcome } of hotSpots) {
    if (outcome.kind !== 'measured') continue;
    const { ratio, low, high, confidence, a, b } = outcome.comparison;
    told[declared.hotSpot.name] = {
      ratio,
      low,
      high,
      confidence,
      baseline_s: a.median,
      candidate_s: b.median,
      runs: outcome.runs,
      same_result: outcome.checked,
    };
  }
  return told;
}
