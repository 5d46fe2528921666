import { emit } from '../../agent-protocol/emit.ts';
import { cryoOptimizer } from '../../builtin/cryo-optimizer.ts';
import { plural } from '../../common/text.ts';
import { writeReport } from '../report-file.ts';
import { runAgent } from '../run-agent.ts';
import { domainOf } from './domain.ts';
import { checkDomain } from './domain-check.ts';
import { type DomainFigures, domainFigures, domainScore } from './domain-figures.ts';
import { domainReport, reportName } from './domain-report.ts';
import { domainSummary } from './domain-summary.ts';
import { measureAll } from './hot-spots/measure-all.ts';
import { speedups, tellHotSpots } from './hot-spots/tell-hot-spots.ts';
import { loadPacks } from './load-packs.ts';
import { NameReader } from './name-meaning.ts';
import { tellFindings } from './tell-findings.ts';

await runAgent(cryoOptimizer, async ({ workspace, parameters, findings, figure, health }) => {
  const started = performance.now();
  const domain = domainOf(await loadPacks(workspace, parameters.packs, parameters.cryogenics));
  const names = new NameReader(domain);
  const check = await checkDomain(workspace, parameters, domain, names);
  const told = tellFindings(check, domain, names, findings);
  const duration = performance.now() - started;
  const declared = [
    ...domain.hotSpots,
    ...parameters.hot_spots.map((hotSpot) => ({ hotSpot, path: null, line: null })),
  ];
  const hotSpots = await measureAll(declared, workspace, (percent, message) => {
    emit({ type: 'progress', percent, message });
  });
  tellHotSpots(hotSpots, findings, (message) => emit({ type: 'log', level: 'warning', message }));
  const figures = domainFigures(check, findings, told.outside);
  for (const name of Object.keys(figures) as (keyof DomainFigures)[]) figure(name, figures[name]);
  const measured = speedups(hotSpots);
  figure('hot_spots_measured', Object.keys(measured).length);
  if (Object.keys(measured).length > 0) figure('speedup', measured);
  const score = domainScore(figures, told.columns);
  if (score !== null) {
    const { quantities_found, constants_checked } = figures;
    const found = `${plural(quantities_found, 'quantity', 'quantities')} and ${plural(constants_checked, 'constant')}`;
    health(score, `${found}: ${plural(findings.count(), 'finding')}`);
  }
  writeReport(workspace, reportName, domainReport(domain, check, figures, findings, hotSpots));
  process.stdout.write(`${domainSummary(domain, check, figures, findings, hotSpots, duration)}\n`);
  return 0;
});
