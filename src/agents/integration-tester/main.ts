import { emit } from '../../agent-protocol/emit.ts';
import { integrationTester } from '../../builtin/integration-tester.ts';
import { readText } from '../read-text.ts';
import { writeReport } from '../report-file.ts';
import { runAgent } from '../run-agent.ts';
import { workspaceFiles } from '../workspace-files.ts';
import { commandSuites } from './command-suites.ts';
import { findSuites, isEvidence } from './find-suites.ts';
import { ResultFolder } from './result-folder.ts';
import { runSuites } from './run-suites.ts';
import { suiteName } from './suite.ts';
import { suiteFindings } from './suite-findings.ts';
import { suiteReport } from './suite-report.ts';
import { suiteSummary } from './suite-summary.ts';
import { testFigures } from './test-figures.ts';
import { PlaceFinder } from './workspace-place.ts';

await runAgent(integrationTester, async ({ workspace, parameters, findings, figure, health }) => {
  const started = performance.now();
  const folder = new ResultFolder(workspace);
  const frameworks = new Set(parameters.frameworks);
  const { files } = workspaceFiles(workspace, parameters, isEvidence);
  const paths = files.map(({ path }) => path);
  const found = findSuites(paths, (path) => readText(workspace, path), frameworks);
  const outcomes = await runSuites([...commandSuites(parameters.commands), ...found.suites], {
    workspace,
    frameworks,
    timeoutMs: parameters.timeout * 1000,
    budgetMs: parameters.budget * 1000,
    startedAt: started,
    maxSuites: parameters.max_suites,
    folder,
  });
  const places = new PlaceFinder(workspace);
  for (const outcome of outcomes) {
    for (const finding of suiteFindings(outcome, places)) findings.add(finding);
    if (outcome.reason === null) continue;
    const what = outcome.status === 'skipped' ? 'is skipped' : 'ran in part';
    emit({
      type: 'log',
      level: 'warning',
      message: `${suiteName(outcome.suite)} ${what}: ${outcome.reason}`,
    });
  }
  const figures = testFigures(outcomes);
  figure('suites_found', figures.found);
  figure('suites_run', figures.run);
  figure('suites_skipped', figures.skipped);
  figure('tests', figures.tests);
  figure('tests_passed', figures.passed);
  figure('tests_failed', figures.failed);
  figure('tests_skipped', figures.testsSkipped);
  figure('pass_rate', figures.passRate);
  if (figures.passRate !== null) {
    const all = figures.passed + figures.failed;
    health(100 * figures.passRate, `${figures.passed} of ${all} tests passed`);
  }
  const report = writeReport(workspace, 'integration-tests.json', suiteReport(outcomes, figures, places));
  const told = { leftAlone: found.leftAlone, report, durationMs: performance.now() - started };
  process.stdout.write(`${suiteSummary(outcomes, figures, findings.all, told)}\n`);
  return outcomes.some(({ status }) => status === 'failed') ? 1 : 0;
});
