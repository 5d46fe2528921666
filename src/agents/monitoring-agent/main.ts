import { emit } from '../../agent-protocol/emit.ts';
import { monitoringAgent } from '../../builtin/monitoring-agent.ts';
import { definitionPlace } from '../definition-place.ts';
import { writeReport } from '../report-file.ts';
import { runAgent } from '../run-agent.ts';
import { type Alert, alerts } from './alerts.ts';
import { checkEndpoint } from './check-endpoint.ts';
import { readEndpoint } from './endpoint.ts';
import { watchEngine } from './engine-state.ts';
import { monitoringReport, reportName, reportPath } from './monitoring-report.ts';
import { monitoringSummary } from './monitoring-summary.ts';
import { overview, watch } from './watch.ts';

await runAgent(monitoringAgent, async ({ workspace, parameters, findings, figure }) => {
  const started = performance.now();
  // All of them are looked up first: one that is elsewhere is a mistake, and nothing is asked.
  const endpoints = await Promise.all(parameters.endpoints.map(readEndpoint));
  const engine = await watchEngine();
  const times = { durationMs: parameters.duration * 1000, intervalMs: parameters.interval * 1000 };
  const [samples, checks] = await Promise.all([
    watch(workspace, times, engine, (share) =>
      emit({ type: 'progress', percent: Math.floor(99 * share), message: 'watching' }),
    ),
    Promise.all(endpoints.map((endpoint) => checkEndpoint(endpoint, parameters.tries))),
  ]).finally(() => engine.close());
  const noEngine = engine.failure;
  if (noEngine !== null && process.env.DODECA_SOCKET)
    emit({ type: 'log', level: 'warning', message: `the engine tells nothing of itself: ${noEngine}` });

  const seen = overview(samples);
  const raised = alerts(seen, checks, parameters.thresholds);
  writeReport(workspace, reportName, monitoringReport(seen, samples, checks, raised, noEngine));
  const standing: Alert[] = [];
  for (const alert of raised) {
    const { rule, message, written } = alert;
    const place = await definitionPlace(workspace, written ?? monitoringAgent.name);
    if (findings.add({ rule, message, ...(place ?? { path: reportPath }) })) standing.push(alert);
  }

  figure('load_1m', seen.load1m);
  figure('load_per_core', seen.loadPerCore);
  figure('cpu_busy_share', seen.cpuBusyShare);
  figure('memory_used_share', seen.memoryUsedShare);
  figure('disk_free_share', seen.diskFreeShare);
  figure('disk_free_bytes', seen.diskFree);
  figure('queue_depth', seen.queueDepth);
  figure('hold_seconds_max', seen.held === null ? null : (seen.held[0]?.seconds ?? 0));
  figure('engine_memory_bytes', seen.engineBytes);
  figure('samples', samples.length);
  figure('endpoints_checked', checks.length);
  figure('endpoints_down', checks.filter(({ isDown }) => isDown).length);
  figure('alerts', standing.length);
  const durationMs = performance.now() - started;
  process.stdout.write(
    `${monitoringSummary(seen, samples.length, durationMs, checks, standing, noEngine)}\n`,
  );
  return standing.length > 0 && parameters.fail_on_alert ? 1 : 0;
});
