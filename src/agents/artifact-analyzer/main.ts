import { emit } from '../../agent-protocol/emit.ts';
import { artifactAnalyzer } from '../../builtin/artifact-analyzer.ts';
import { writeReport } from '../report-file.ts';
import { runAgent } from '../run-agent.ts';
import { analyze } from './analyze.ts';
import { analyzerFigures } from './analyzer-figures.ts';
import { analyzerFindings } from './analyzer-findings.ts';
import { analyzerSummary } from './analyzer-summary.ts';
import { artifactReport, reportName } from './artifact-report.ts';

await runAgent(artifactAnalyzer, async ({ workspace, parameters, findings, figure, health }) => {
  const started = performance.now();
  const analysis = await analyze(workspace, parameters);
  const figures = analyzerFigures(analysis);
  for (const finding of analyzerFindings(analysis, parameters.max_complexity)) findings.add(finding);
  writeReport(workspace, reportName, artifactReport(analysis, figures, findings.all));
  const { types, ...named } = figures;
  for (const name of Object.keys(named) as (keyof typeof named)[]) figure(name, named[name]);
  for (const [type, value] of Object.entries(types))
    emit({ type: 'metric', name: `artifacts_${type}`, value });
  emit({ type: 'output', name: 'types', value: types });
  if (figures.quality_mean !== null) {
    const rated = analysis.artifacts.filter(({ quality }) => quality !== null).length;
    health(figures.quality_mean, `the mean quality of ${rated} of ${figures.artifacts} files`);
  }
  process.stdout.write(
    `${analyzerSummary(analysis, figures, parameters.top, performance.now() - started)}\n`,
  );
  return 0;
});
