import { documentationFramework } from '../../builtin/documentation-framework.ts';
import { plural } from '../../common/text.ts';
import { writeReport } from '../report-file.ts';
import { runAgent } from '../run-agent.ts';
import { byImportance } from './coverage.ts';
import { documentationFigures, documentationHealth } from './documentation-figures.ts';
import { documentationReport, reportName } from './documentation-report.ts';
import { documentationSummary } from './documentation-summary.ts';
import { inventoryDocument, inventoryName } from './inventory-document.ts';
import { studyDocumentation } from './study.ts';

await runAgent(documentationFramework, async ({ workspace, parameters, findings, figure, health }) => {
  const started = performance.now();
  const study = await studyDocumentation(workspace, parameters);
  for (const fault of study.links.told) findings.add(fault);
  for (const reference of study.stale) findings.add(reference);
  const undocumented = study.coverage.flatMap((file) => file.undocumented).sort(byImportance);
  for (const { path, kind, name, line, column, lines } of undocumented.slice(
    0,
    parameters.undocumented_in_all,
  )) {
    const message = `the public ${kind} ${name} (${plural(lines, 'line')}) has no documentation`;
    findings.add({ rule: 'undocumented', path, line, column, message });
  }
  const figures = documentationFigures(study);
  for (const name of Object.keys(figures) as (keyof typeof figures)[]) figure(name, figures[name]);
  const told = documentationHealth(figures);
  if (told !== null) health(told.score, told.basis);
  writeReport(workspace, inventoryName, inventoryDocument(study, figures));
  writeReport(workspace, reportName, documentationReport(study, figures, findings.all));
  process.stdout.write(
    `${documentationSummary(study, figures, findings.all, performance.now() - started)}\n`,
  );
  return 0;
});
