import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';
import type { DodecaHost } from '../dodeca-host.ts';
import { logUri } from '../logs/log-uri.ts';
import { showLog } from '../logs/show-log.ts';
import { targetOf } from '../views/tree-node.ts';

/** Opens the log of a run: the one that is given, one that goes on, or the newest. */
export async function openRunLog(host: DodecaHost, given?: unknown): Promise<void> {
  const target = targetOf(given);
  if (target?.runId !== undefined) {
    await showLog(logUri({ folder: target.folder, runId: target.runId, execution: null }));
    return;
  }
  for (const session of host.folders.all) {
    await session.ready();
    const run = session.view.active()[0] ?? [...session.view.runs.values()][0];
    if (!run) continue;
    await showLog(logUri({ folder: session.uri, runId: run.summary.runId, execution: null }));
    return;
  }
  throw new UserError('no-log', vscode.l10n.t('Nothing has run yet. Run a pipeline first.'));
}
