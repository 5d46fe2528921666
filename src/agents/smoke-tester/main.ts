import { emit, readInput } from '../../agent-protocol/emit.ts';
import { runAgent, workspaceFolder } from '../run-agent.ts';
import { smokeFigures } from './smoke-figures.ts';
import { smokeParameters } from './smoke-parameters.ts';
import { smokeSummary } from './smoke-summary.ts';
import { smokeTest } from './smoke-test.ts';

await runAgent(async () => {
  const started = performance.now();
  const parameters = smokeParameters(readInput().with);
  const result = await smokeTest(workspaceFolder(), parameters);
  for (const message of result.warnings) emit({ type: 'log', level: 'warning', message });
  for (const { path, result: outcome } of result.outcomes) {
    if (outcome.kind === 'fault') emit({ type: 'finding', path, severity: 'error', ...outcome.fault });
  }
  const figures = smokeFigures(result);
  const named = {
    files_checked: figures.checked,
    files_failed: figures.failed,
    files_skipped: figures.skipped,
    pass_rate: figures.passRate,
  };
  for (const [name, value] of Object.entries(named)) {
    emit({ type: 'metric', name, value });
    emit({ type: 'output', name, value });
  }
  process.stdout.write(
    `${smokeSummary(result, figures, parameters.threshold, performance.now() - started)}\n`,
  );
  return figures.passRate < parameters.threshold ? 1 : 0;
});
