import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';
import { comparisonLines } from '../../report-text/compare-runs.ts';
import type { DodecaHost } from '../dodeca-host.ts';
import { describeRun } from '../views/describe.ts';
import { targetOf } from '../views/tree-node.ts';
import { type ChosenRun, chooseRun } from './choose.ts';

/** Two runs side by side: those that are selected, or one and another that somebody picks. */
export async function compareRuns(host: DodecaHost, given?: unknown, selected?: unknown): Promise<void> {
  const several = Array.isArray(selected) ? selected.map(targetOf) : [];
  const ids = [...new Set(several.flatMap((target) => target?.runId ?? []))];
  if (ids.length > 2) throw new UserError('too-many', vscode.l10n.t('Select two runs to compare.'));
  const first = await chooseRun(host, given, 'any');
  if (!first) return;
  const other = ids.find((runId) => runId !== first.runId) ?? (await chooseOther(first));
  if (other === undefined) return;
  const [one, two] = await Promise.all([
    first.session.call('run/show', { run: first.runId }),
    first.session.call('run/show', { run: other }),
  ]);
  const [before, after] = one.startedAt <= two.startedAt ? [one, two] : [two, one];
  const title = vscode.l10n.t('Compare {0} with {1}', shortId(before.runId), shortId(after.runId));
  await host.documents.show(title, comparisonLines(before, after));
}

async function chooseOther({ session, runId }: ChosenRun): Promise<string | undefined> {
  const pipeline = session.view.runs.get(runId)?.summary.pipeline;
  const others = [...session.view.runs.values()].filter(({ summary }) => summary.runId !== runId);
  if (others.length === 0)
    throw new UserError('no-run', vscode.l10n.t('There is no other run to compare with.'));
  // Runs of the same pipeline first.
  others.sort((a, b) => Number(b.summary.pipeline === pipeline) - Number(a.summary.pipeline === pipeline));
  const items = others.map((run) => ({
    label: run.summary.pipeline,
    description: describeRun(run, Date.now()),
    detail: run.summary.runId,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Run to compare with') }))
    ?.detail;
}

/** The end of an id: its beginning is the time, and alike for all runs of a day. */
const shortId = (runId: string) => runId.slice(-6);
