import type { HotSpot } from '../../../builtin/hot-spot-schema.ts';
import { findWorkingPython, type PythonInterpreter } from '../../working-python.ts';
import type { DeclaredHotSpot } from '../domain.ts';
import { type HotSpotOutcome, measureHotSpot } from './measure-hot-spot.ts';

/** A pair and how it came out. */
export interface MeasuredHotSpot {
  readonly declared: DeclaredHotSpot;
  readonly outcome: HotSpotOutcome;
}

/**
 * Measures pairs one after another, so that none disturbs the others.
 *
 * @param told percent of all, and what goes on
 */
export async function measureAll(
  declared: readonly DeclaredHotSpot[],
  workspace: string,
  told: (percent: number, message: string) => void,
): Promise<MeasuredHotSpot[]> {
  const needsPython = declared.some(({ hotSpot }) => usesPython(hotSpot));
  const python: PythonInterpreter | null = needsPython ? await findWorkingPython(workspace) : null;
  const measured: MeasuredHotSpot[] = [];
  for (const [at, pair] of declared.entries()) {
    const { hotSpot } = pair;
    const outcome = await measureHotSpot(hotSpot, workspace, python, (done) => {
      const percent = (100 * (at + done / hotSpot.runs)) / declared.length;
      told(percent, `${hotSpot.name}: ${done} of ${hotSpot.runs} pairs of runs`);
    });
    measured.push({ declared: pair, outcome });
  }
  return measured;
}

function usesPython({ baseline, candidate }: HotSpot): boolean {
  return baseline.python !== undefined || candidate.python !== undefined;
}
