import { connect } from '../../client/connect.ts';
import { stopEngine } from '../../client/stop-engine.ts';
import { errorCode } from '../../common/errors.ts';
import { formatBytes, plural } from '../../common/text.ts';
import type { EngineStatus } from '../../model/report.ts';
import { type CommandContext, printOne } from '../command-context.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';

/** `dodeca status`: the engine of this workspace, if there is one. */
export async function statusCommand(context: CommandContext): Promise<ExitCode> {
  try {
    const client = await connect(context.workspace, { client: 'cli', start: false });
    try {
      const status = await client.call('engine/status', {});
      printOne(context, { running: true, ...status }, () => statusLines(status));
    } finally {
      client.dispose();
    }
  } catch (error) {
    if (errorCode(error) !== 'no-engine') throw error;
    printOne(context, { running: false }, () => ['No engine runs for this workspace.']);
  }
  return exitCode.success;
}

/** `dodeca stop`: ends the engine; returns when every process of it is gone. */
export async function stopCommand(
  context: CommandContext,
  flags: { readonly whenIdle?: boolean },
): Promise<ExitCode> {
  const report = await stopEngine(context.workspace, { mode: flags.whenIdle ? 'when-idle' : 'cancel' });
  printOne(context, report, ({ stopped, forced }) => [
    stopped
      ? `The engine has stopped${forced ? '; it did not answer and was killed' : ''}.`
      : 'No engine runs for this workspace.',
  ]);
  return exitCode.success;
}

function statusLines(status: EngineStatus): string[] {
  const { limits, inUse } = status;
  return [
    `engine ${status.version}, process ${status.pid}, since ${status.startedAt}`,
    `  ${plural(status.clients, 'client')}, ${plural(status.lastSeq, 'event')}, ${formatBytes(status.residentMemory)} resident`,
    `  ${inUse.slots} of ${limits.concurrency} slots, ${inUse.cpu} of ${limits.cpu} cores, ${formatBytes(inUse.memory)} of ${formatBytes(limits.memory)}; ${status.waiting} waiting`,
    ...status.activeRuns.map(({ runId, pipeline, status: state }) => `  ${runId}  ${pipeline}  ${state}`),
  ];
}
