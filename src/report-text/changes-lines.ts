import { formatDuration, plural } from '../common/text.ts';
import type { ChangesReport, FindingOfAgent, TrendPoint } from '../model/changes-report.ts';
import { localTime } from './local-time.ts';
import { noPaint, type Paint } from './paint.ts';
import { statusSign } from './status-words.ts';
import { table } from './table.ts';

/** Lines of each list that are shown. */
const shown = 15;

/** What changed since a run, for people. */
export function changesLines(report: ChangesReport): string[] {
  const { since, until, findings, health } = report;
  return [
    `Since run ${since.runId} of ${since.pipeline}, ${localTime(since.startedAt)}`,
    until
      ? `until run ${until.runId}, ${localTime(until.startedAt)}`
      : 'There is no later run of this pipeline.',
    ...(until && (health.before !== null || health.after !== null)
      ? ['', `Health     ${score(health.before)} → ${score(health.after)}`]
      : []),
    '',
    ...gitLines(report),
    ...(until
      ? [
          '',
          `Findings   ${findings.appeared.length} new, ${findings.gone.length} gone, ${findings.standing} as before`,
          ...findingLines('+', findings.appeared),
          ...findingLines('−', findings.gone),
          ...metricLines(report),
        ]
      : []),
    ...artifactLines(report),
  ];
}

/** Runs one after another with their health and findings, for people. */
export function trendLines(points: readonly TrendPoint[], paint: Paint = noPaint): string[] {
  if (points.length === 0) return ['No run has ended yet.'];
  const rows = points.map((point) => [
    `${statusSign(point.status, paint)} ${localTime(point.startedAt)}`,
    point.pipeline,
    point.status,
    formatDuration(point.durationMs),
    point.health === null ? '–' : point.health.toFixed(1),
    `${point.findings.error} / ${point.findings.warning} / ${point.findings.info}`,
    point.commit?.slice(0, 9) ?? '–',
    paint.dim(point.runId),
  ]);
  const head = [
    '  when',
    'pipeline',
    'status',
    'duration',
    'health',
    'errors / warnings / info',
    'commit',
    'run',
  ];
  return table([head.map(paint.dim), ...rows]);
}

function gitLines({ git, since }: ChangesReport): string[] {
  if (git === null)
    return [since.commit === null ? 'Git        the run knows no commit' : 'Git        not to be asked'];
  return [
    `Git        ${plural(git.commitCount, 'commit')}, ${plural(git.fileCount, 'file')} changed since ${git.since.slice(0, 9)}`,
    ...git.commits.slice(0, shown).map(({ commit, subject }) => `  ${commit.slice(0, 9)}  ${subject}`),
    ...more(git.commitCount),
    ...table(
      git.files.slice(0, shown).map(({ path, added, deleted }) => {
        return [`  ${path}`, added === null ? 'binary' : `+${added} −${deleted}`];
      }),
    ),
    ...more(git.fileCount),
  ];
}

function findingLines(sign: string, findings: readonly FindingOfAgent[]): string[] {
  return [
    ...findings.slice(0, shown).map(({ agent, path, line, severity, message }) => {
      return `  ${sign} ${severity}  ${path}${line === null ? '' : `:${line}`}  ${message}  (${agent})`;
    }),
    ...more(findings.length),
  ];
}

function metricLines({ metrics }: ChangesReport): string[] {
  if (metrics.length === 0) return [];
  return [
    '',
    'Metrics',
    ...table(
      metrics.slice(0, 2 * shown).map(({ agent, name, before, after }) => {
        return [`  ${agent}.${name}`, `${number(before)} → ${number(after)}`];
      }),
    ),
    ...more(metrics.length, 2 * shown),
  ];
}

function artifactLines({ artifacts }: ChangesReport): string[] {
  if (artifacts.length === 0) return [];
  return [
    '',
    'Artifacts',
    ...table(
      artifacts.slice(0, shown).map(({ path, agent, generations, sinceThen }) => {
        return [`  ${path}`, `${plural(generations, 'generation')}, ${sinceThen} since then`, `by ${agent}`];
      }),
    ),
    ...more(artifacts.length),
  ];
}

function more(count: number, most = shown): string[] {
  return count > most ? [`  … and ${count - most} more`] : [];
}

function number(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}

function score(value: number | null): string {
  return value === null ? 'not measured' : value.toFixed(1);
}
