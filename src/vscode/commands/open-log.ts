import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';
import type { DodecaHost } from '../dodeca-host.ts';
import type { FolderSession } from '../folders/folder-session.ts';
import { logUri } from '../logs/log-uri.ts';
import { showLog } from '../logs/show-log.ts';
import { type Target, targetOf } from '../views/tree-node.ts';

/**
 * Opens the log of an execution. Where no run is given, that of the agent's last one; where nothing is given, the one
 * that is chosen of a run.
 */
export async function openLog(host: DodecaHost, given?: unknown): Promise<void> {
  const target = targetOf(given);
  const session = target
    ? host.folders.of(vscode.Uri.parse(target.folder))
    : (host.folders.all.find(({ view }) => view.runs.size > 0) ?? host.folders.all[0]);
  if (!session) {
    throw new UserError('no-folder', vscode.l10n.t('Open a folder that has a definition first.'));
  }
  await session.ready();
  const found = await executionOf(session, target);
  if (found) await showLog(logUri({ folder: session.uri, ...found }));
}

interface Found {
  readonly runId: string;
  readonly execution: { readonly stage: string; readonly agent: string };
}

async function executionOf(session: FolderSession, target: Target | null): Promise<Found | null> {
  const { agent, stage } = target ?? {};
  const active =
    agent === undefined ? undefined : [...(session.view.agents.get(agent)?.active.values() ?? [])].at(-1);
  const last = agent === undefined ? undefined : session.view.agents.get(agent)?.report.last;
  const newest = agent === undefined ? [...session.view.runs.keys()][0] : undefined;
  const runId = target?.runId ?? active?.runId ?? last?.runId ?? newest;
  if (runId === undefined) {
    throw new UserError(
      'no-log',
      agent === undefined
        ? vscode.l10n.t('Nothing has run yet. Run a pipeline first.')
        : vscode.l10n.t("'{0}' has not run yet, so it has no log.", agent),
    );
  }
  if (agent !== undefined && stage !== undefined) return { runId, execution: { stage, agent } };
  const { executions } = await session.call('run/show', { run: runId });
  const found = executions.findLast((execution) => execution.agent === agent);
  if (agent !== undefined && found) return { runId, execution: { stage: found.stage, agent } };
  const items = executions
    .filter((execution) => (stage === undefined || execution.stage === stage) && execution.attempts > 0)
    .map((execution) => ({
      label: execution.agent,
      description: `${execution.stage} · ${execution.status}`,
      found: { runId, execution: { stage: execution.stage, agent: execution.agent } },
    }));
  const title = vscode.l10n.t('Open Log');
  const placeHolder = vscode.l10n.t('Agent of the run {0}', runId);
  return (await vscode.window.showQuickPick(items, { title, placeHolder }))?.found ?? null;
}
