import { dataValidator } from '../../builtin/data-validator.ts';
import { plural } from '../../common/text.ts';
import { writeReport } from '../report-file.ts';
import { runAgent } from '../run-agent.ts';
import { dataFigures, dataHealth } from './data-figures.ts';
import { dataReport, reportName } from './data-report.ts';
import { dataSummary } from './data-summary.ts';
import { isAtLeast } from './severity.ts';
import { tellProblems } from './tell-problems.ts';
import { validate } from './validate.ts';

await runAgent(dataValidator, async ({ workspace, parameters, findings, figure, health }) => {
  const started = performance.now();
  const validation = await validate(workspace, parameters);
  const standing = tellProblems(validation.problems, findings);
  const { figures, tablesAtFault } = dataFigures(validation, standing);
  for (const name of Object.keys(figures) as (keyof typeof figures)[]) figure(name, figures[name]);
  const score = dataHealth(figures, tablesAtFault);
  if (score !== null) {
    const sound = `${figures.tables - tablesAtFault} of ${plural(figures.tables, 'table')}`;
    health(
      score,
      `${sound} and ${figures.rows - figures.rows_at_fault} of ${plural(figures.rows, 'row')} without errors and warnings`,
    );
  }
  const report = writeReport(workspace, reportName, dataReport(validation, figures, standing));
  process.stdout.write(
    `${dataSummary(validation, figures, standing, report, performance.now() - started)}\n`,
  );
  return standing.some(({ severity }) => isAtLeast(severity, parameters.fail_on)) ? 1 : 0;
});
