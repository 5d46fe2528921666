import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';
import { isRunEnd } from '../../model/status.ts';
import type { RunEntry } from '../../model/workspace-view.ts';
import type { DodecaHost } from '../dodeca-host.ts';
import type { FolderSession } from '../folders/folder-session.ts';
import { describeRun } from '../views/describe.ts';
import { type Target, targetOf } from '../views/tree-node.ts';

/** A run of a folder. */
export interface ChosenRun {
  readonly session: FolderSession;
  readonly runId: string;
}

/** The folder that is meant: named by what was given, the only one, or the one that somebody picks. */
export async function chooseFolder(
  host: DodecaHost,
  target: Target | null,
): Promise<FolderSession | undefined> {
  const { all } = host.folders;
  if (target) {
    const named = all.find(({ uri }) => uri === target.folder);
    if (named) return named;
  }
  if (all.length === 0) {
    throw new UserError(
      'no-folder',
      vscode.l10n.t('Open a folder first: Dodeca runs the agents of a folder.'),
    );
  }
  if (all.length === 1) return all[0];
  const items = all.map((session) => ({
    label: session.folder.name,
    description: session.folder.uri.fsPath,
    session,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Folder') }))?.session;
}

/** The pipeline that is meant, or that somebody picks. */
export async function choosePipeline(
  session: FolderSession,
  target: Target | null,
): Promise<string | undefined> {
  if (target?.pipeline !== undefined) return target.pipeline;
  await session.engine();
  const { pipelines, problem } = session.view;
  if (problem !== null) throw new UserError('invalid-definition', problem);
  const items = pipelines.map(({ name, description, stages }) => ({
    label: name,
    description: description ?? '',
    detail: stages.map((stage) => stage.name).join(' → '),
  }));
  const placeHolder = vscode.l10n.t('Pipeline to run');
  return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true }))?.label;
}

export type RunFilter = 'active' | 'resumable' | 'any';

const filters: Readonly<Record<RunFilter, (run: RunEntry) => boolean>> = {
  active: ({ summary }) => !isRunEnd(summary.status),
  resumable: ({ summary }) => isRunEnd(summary.status) && summary.status !== 'succeeded',
  any: () => true,
};

/** The run that is meant, or that somebody picks among those that fit. */
export async function chooseRun(
  host: DodecaHost,
  given: unknown,
  filter: RunFilter,
): Promise<ChosenRun | undefined> {
  const target = targetOf(given);
  const session = await chooseFolder(host, target);
  if (!session) return undefined;
  if (target?.runId !== undefined) return { session, runId: target.runId };
  await session.engine();
  const fitting = [...session.view.runs.values()].filter(filters[filter]);
  if (fitting.length === 0) throw new UserError('no-run', noRun(filter));
  const items = fitting.map((run) => ({
    label: run.summary.pipeline,
    description: describeRun(run, Date.now()),
    detail: run.summary.runId,
  }));
  const picked = await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Run') });
  return picked && { session, runId: picked.detail };
}

function noRun(filter: RunFilter): string {
  switch (filter) {
    case 'active':
      return vscode.l10n.t('Nothing is running.');
    case 'resumable':
      return vscode.l10n.t('There is no run to resume: none failed, was cancelled or interrupted.');
    default:
      return vscode.l10n.t('There are no runs yet.');
  }
}

/** An execution of a run. */
export interface ChosenExecution extends ChosenRun {
  /** `STAGE/AGENT`, or `AGENT` where the stage does not matter. */
  readonly agent: string;
}

/** The execution that is meant, or that somebody picks. */
export async function chooseExecution(
  host: DodecaHost,
  given: unknown,
): Promise<ChosenExecution | undefined> {
  const chosen = await chooseRun(host, given, 'any');
  if (!chosen) return undefined;
  const target = targetOf(given);
  if (target?.agent !== undefined) {
    const agent = target.stage === undefined ? target.agent : `${target.stage}/${target.agent}`;
    return { ...chosen, agent };
  }
  const { view } = await chosen.session.run(chosen.runId);
  const items = Array.from(view?.executions.values() ?? [], ({ stage, agent, status }) => ({
    label: `${stage}/${agent}`,
    description: status,
  }));
  const picked = await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Agent') });
  return picked && { ...chosen, agent: picked.label };
}
