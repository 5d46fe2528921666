import { emit } from '../../agent-protocol/emit.ts';
import { smokeTester } from '../../builtin/smoke-tester.ts';
import { runAgent } from '../run-agent.ts';
import { commandPlace } from './command-place.ts';
import { runSmokeCommands, titleOf } from './run-commands.ts';
import { smokeFigures } from './smoke-figures.ts';
import { commandLines, smokeSummary } from './smoke-summary.ts';
import { smokeTest } from './smoke-test.ts';
import { reportTestedFiles } from './tested-files.ts';

await runAgent(smokeTester, async ({ workspace, parameters, findings, figure, health }) => {
  const startedMs = Date.now();
  const started = performance.now();
  const result = await smokeTest(workspace, parameters);
  const durationMs = performance.now() - started;
  for (const message of result.warnings) emit({ type: 'log', level: 'warning', message });
  for (const { path, result: outcome } of result.outcomes) {
    if (outcome.kind === 'fault') findings.add({ path, ...outcome.fault });
  }
  await reportTestedFiles(workspace, result.outcomes, startedMs);
  const commands = await runSmokeCommands(workspace, parameters.commands);
  for (const { command, failure } of commands) {
    if (failure === null) continue;
    const message = `${titleOf(command)}: ${failure}`;
    findings.add({ rule: 'smoke-command', ...commandPlace(workspace, command.run), message });
  }
  const figures = smokeFigures(result);
  const commandsFailed = commands.filter(({ failure }) => failure !== null).length;
  figure('files_checked', figures.checked);
  figure('files_failed', figures.failed);
  figure('files_skipped', figures.skipped);
  figure('pass_rate', figures.passRate);
  figure('commands_run', commands.length);
  figure('commands_failed', commandsFailed);
  if (figures.checked > 0) {
    const sound = figures.checked - figures.failed;
    health(100 * figures.passRate, `${sound} of ${figures.checked} source files can be read`);
  }
  const lines = [smokeSummary(result, figures, parameters.threshold, durationMs), ...commandLines(commands)];
  process.stdout.write(`${lines.join('\n')}\n`);
  return figures.passRate < parameters.threshold || commandsFailed > 0 ? 1 : 0;
});
