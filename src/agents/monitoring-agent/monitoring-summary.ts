import { formatBytes, formatDuration, plural } from '../../common/text.ts';
import { type Alert, percent } from './alerts.ts';
import type { EndpointCheck } from './check-endpoint.ts';
import { reportPath } from './monitoring-report.ts';
import type { Overview } from './watch.ts';

/** Agents held back that the summary shows. */
const shown = 10;

/** What the monitoring agent tells people. */
export function monitoringSummary(
  seen: Overview,
  samples: number,
  durationMs: number,
  checks: readonly EndpointCheck[],
  alerts: readonly Alert[],
  noEngine: string | null,
): string {
  const or = (value: number | null, form: (known: number) => string): string =>
    value === null ? 'not told by this system' : form(value);
  const load = or(seen.load1m, (known) => `${known.toFixed(2)} on ${plural(seen.cores, 'processor')}`);
  const lines = [
    `${plural(samples, 'sample')} in ${formatDuration(durationMs)}: ${plural(alerts.length, 'alert')}.`,
    `  load    ${load}`,
    `  CPU     ${or(seen.cpuBusyShare, (known) => `${percent(known)} busy`)}`,
    `  memory  ${or(seen.memoryUsedShare, (known) => `${percent(known)} of ${formatBytes(seen.memoryTotal)} in use`)}`,
    `  disk    ${or(seen.diskFree, (known) => `${formatBytes(known)} free${seen.diskFreeShare === null ? '' : ` (${percent(seen.diskFreeShare)})`}`)}`,
    `  engine  ${engineText(seen, noEngine)}`,
  ];
  const held = seen.held ?? [];
  for (const { agent, reason, seconds } of held.slice(0, shown))
    lines.push(
      `          ${agent}: held for ${formatDuration(seconds * 1000)}${reason === '' ? '' : `, ${reason}`}`,
    );
  if (held.length > shown) lines.push(`          … and ${held.length - shown} more`);
  if (checks.length > 0) lines.push('', 'Endpoints:', ...checks.map(endpointLine(checks)));
  if (alerts.length > 0)
    lines.push('', 'Alerts:', ...alerts.map(({ rule, message }) => `  ${rule}: ${message}`));
  lines.push('', `Report: ${reportPath}`);
  return lines.join('\n');
}

function engineText({ queueDepth, engineBytes, held }: Overview, noEngine: string | null): string {
  if (noEngine !== null) return `not asked: ${noEngine}`;
  const parts = [
    queueDepth === null ? null : `${queueDepth} waiting`,
    held === null ? null : `${held.length} held back`,
    engineBytes === null ? null : formatBytes(engineBytes),
  ];
  return parts.filter((part) => part !== null).join(', ');
}

function endpointLine(checks: readonly EndpointCheck[]): (check: EndpointCheck) => string {
  const width = Math.max(...checks.map(({ endpoint }) => endpoint.name.length));
  return ({ endpoint, tries, isDown, isSlow, latencyMs }) => {
    const failures = tries.filter(({ failure }) => failure !== null);
    const state = isDown ? 'DOWN' : isSlow ? 'slow' : 'up';
    const latency = latencyMs === null ? '' : `  ${latencyMs.toFixed(1)} ms`;
    const lost =
      failures.length === 0
        ? ''
        : `  ${failures.length} of ${tries.length} failed: ${failures.at(-1)?.failure}`;
    return `  ${endpoint.name.padEnd(width)}  ${state.padEnd(4)}${latency}${lost}`;
  };
}
