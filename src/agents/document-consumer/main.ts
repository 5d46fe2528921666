import { documentConsumer } from '../../builtin/document-consumer.ts';
import { isForeign } from '../../markdown/document-paths.ts';
import { writeReport } from '../report-file.ts';
import { runAgent } from '../run-agent.ts';
import { consumeDocuments } from './consume.ts';
import { consumerFigures, kindFigures } from './consumer-figures.ts';
import { consumerReport, reportName } from './consumer-report.ts';
import { consumerSummary, likeness } from './consumer-summary.ts';

await runAgent(documentConsumer, async ({ workspace, parameters, findings, figure }) => {
  const started = performance.now();
  const consumption = await consumeDocuments(workspace, parameters);
  for (const { path, reason } of consumption.failures) {
    // What tests are to fail at is broken on purpose.
    if (!isForeign(path)) findings.add({ rule: 'document-unreadable', path, message: reason });
  }
  for (const { path, original, copy, similarity } of consumption.duplicates) {
    const message = `${likeness(copy, similarity)} ${original}`;
    findings.add({ rule: 'duplicate-document', path, message });
  }
  const figures = consumerFigures(consumption);
  for (const name of Object.keys(figures) as (keyof typeof figures)[]) figure(name, figures[name]);
  const kinds = [...kindFigures(consumption)].map(([kind, { documents }]) => [kind, documents]);
  figure('kinds', Object.fromEntries(kinds));
  writeReport(workspace, reportName, consumerReport(consumption, figures));
  process.stdout.write(`${consumerSummary(consumption, figures, performance.now() - started)}\n`);
  return 0;
});
