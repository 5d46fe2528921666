import { emit, readInput } from '../../agent-protocol/emit.ts';
import { runAgent, workspaceFolder } from '../run-agent.ts';
import { analyze } from './analyze.ts';
import { analyzerFigures } from './analyzer-figures.ts';
import { analyzerParameters } from './analyzer-parameters.ts';
import { analyzerSummary } from './analyzer-summary.ts';
import { reportPath, reportText, writeReport } from './artifact-report.ts';

await runAgent(async () => {
  const started = performance.now();
  const workspace = workspaceFolder();
  const parameters = analyzerParameters(readInput().with);
  const analysis = await analyze(workspace, parameters);
  const figures = analyzerFigures(analysis);
  for (const message of analysis.warnings) emit({ type: 'log', level: 'warning', message });
  for (const { paths, line, column } of analysis.graph.cycles) {
    const message = `import cycle: ${[...paths, paths[0]].join(' → ')}`;
    emit({
      type: 'finding',
      path: paths[0] ?? '',
      line,
      column,
      severity: 'warning',
      rule: 'import-cycle',
      message,
    });
  }
  writeReport(workspace, reportText(analysis, figures));
  emit({ type: 'artifact', path: reportPath, kind: 'report' });
  const { types, ...named } = figures;
  for (const [name, value] of Object.entries(named)) {
    if (value !== null) emit({ type: 'metric', name, value });
    emit({ type: 'output', name, value });
  }
  for (const [type, value] of Object.entries(types))
    emit({ type: 'metric', name: `artifacts_${type}`, value });
  emit({ type: 'output', name: 'types', value: types });
  process.stdout.write(
    `${analyzerSummary(analysis, figures, parameters.top, performance.now() - started)}\n`,
  );
  return 0;
});
