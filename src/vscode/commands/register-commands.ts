import * as vscode from 'vscode';
import { errorMessage, isUserError } from '../../common/errors.ts';
import type { DodecaHost } from '../dodeca-host.ts';
import { attachDebugger } from './attach-debugger.ts';
import { cancelRun } from './cancel-run.ts';
import { collectDiagnostics } from './collect-diagnostics.ts';
import type { Command } from './command.ts';
import { compareRuns } from './compare-runs.ts';
import { copyRunId } from './copy-run-id.ts';
import { createDefinition } from './create-definition.ts';
import { debugAgent } from './debug-agent.ts';
import { debugCluster } from './debug-cluster.ts';
import { debugPipeline } from './debug-pipeline.ts';
import { debugRecord } from './debug-record.ts';
import { followLog } from './follow-log.ts';
import { goToDefinition } from './go-to-definition.ts';
import { loadMoreLog } from './load-more-log.ts';
import { archiveRun, pinRun, unarchiveRun, unpinRun } from './mark-run.ts';
import { openDefinition } from './open-definition.ts';
import { openLog } from './open-log.ts';
import { openRunLog } from './open-run-log.ts';
import { openSample } from './open-sample.ts';
import { refresh } from './refresh.ts';
import { rerunFromHere, resumeRun } from './resume-run.ts';
import { reviewDocument } from './review-document.ts';
import { runAgent } from './run-agent.ts';
import { runCluster } from './run-cluster.ts';
import { runPipeline } from './run-pipeline.ts';
import { searchLibrary } from './search-library.ts';
import { removeSecret, setSecret } from './set-secret.ts';
import { showChanges } from './show-changes.ts';
import { showHealth } from './show-health.ts';
import { showLineage } from './show-lineage.ts';
import { showPlan } from './show-plan.ts';
import { showRun } from './show-run.ts';
import { restartEngine, stopEngine } from './stop-engine.ts';
import { why } from './why.ts';

/** Every command of the extension by its name in the manifest, without `dodeca.`. */
export const commands: Readonly<Record<string, Command>> = {
  runPipeline,
  runAgent,
  runCluster,
  debugPipeline,
  debugAgent,
  debugCluster,
  attachDebugger,
  debugRecord,
  cancelRun,
  resumeRun,
  rerunFromHere,
  openLog,
  openRunLog,
  loadMoreLog,
  followLog,
  searchLibrary,
  why,
  showPlan,
  showHealth,
  showChanges,
  compareRuns,
  pinRun,
  unpinRun,
  archiveRun,
  unarchiveRun,
  copyRunId,
  showRun,
  reviewDocument,
  showLineage,
  goToDefinition,
  openDefinition,
  createDefinition,
  openSample,
  setSecret,
  removeSecret,
  refresh,
  stopEngine,
  restartEngine,
  collectDiagnostics,
  showOutput: ({ log }) => log.show(),
};

/** Registers every command; what a command has to say when it fails is shown once. */
export function registerCommands(host: DodecaHost): void {
  for (const [name, command] of Object.entries(commands)) {
    host.own(
      vscode.commands.registerCommand(`dodeca.${name}`, async (...args: unknown[]) => {
        try {
          return await command(host, ...args);
        } catch (error) {
          await tell(host, error);
          return undefined;
        }
      }),
    );
  }
}

async function tell(host: DodecaHost, error: unknown): Promise<void> {
  if (isUserError(error)) host.log.warn(error.message);
  else host.log.error(error instanceof Error ? error : errorMessage(error));
  const show = vscode.l10n.t('Show Output');
  const shown = vscode.window.showErrorMessage(errorMessage(error), ...(isUserError(error) ? [] : [show]));
  // Not awaited: the command has ended, whether or not somebody closes the message.
  void shown.then((button) => button === show && host.log.show());
}
