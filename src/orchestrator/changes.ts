import { healthPartOf, healthScore } from '../analysis/health-score.ts';
import { UserError } from '../common/errors.ts';
import type { ExecutionValues, RecordedFinding } from '../journal/execution-values.ts';
import type { Journal } from '../journal/journal.ts';
import type { ChangesReport, FindingOfAgent, MetricChange, TrendPoint } from '../model/changes-report.ts';
import type { RunSummary } from '../model/report.ts';
import { isRunEnd } from '../model/status.ts';
import { compareFindings } from '../temporal/compare-findings.ts';
import { gitChanges } from '../temporal/git-changes.ts';

/** Findings of a run that are compared, artifacts that are listed. */
const mostFindings = 20_000;
const mostArtifacts = 100;

/**
 * What changed since a run: in git, in what agents found and measured, in what they made. `wanted` is a run; null is
 * the run before the newest one of its pipeline. Errors: `run-unknown`, `run-ambiguous`, `run-active`.
 */
export async function changesSince(
  workspace: string,
  journal: Journal,
  wanted: string | null,
): Promise<ChangesReport> {
  const { since, until } = chosen(journal, wanted);
  const [before, after] = [valuesOf(journal, since), until ? valuesOf(journal, until) : null];
  const { appeared, gone, standing } = after
    ? compareFindings<FindingOfAgent>(before, after)
    : { appeared: [], gone: [], standing: before.findings.length };
  return {
    since,
    until,
    git: since.commit === null ? null : await gitChanges(workspace, since.commit),
    health: { before: before.health, after: after?.health ?? null },
    findings: { appeared, gone, standing },
    metrics: after ? changedMetrics(before.values, after.values) : [],
    artifacts: journal.artifactGenerations(since.runId, mostArtifacts),
  };
}

/** The newest runs with what they say of the workspace, oldest first. */
export function trendOf(
  journal: Journal,
  request: { readonly limit: number; readonly pipeline?: string },
): TrendPoint[] {
  return journal
    .runs({ ...request, archived: false })
    .filter(({ status }) => isRunEnd(status))
    .reverse()
    .map((run) => {
      const findings = { error: 0, warning: 0, info: 0 };
      for (const execution of journal.executionsOf(run.runId)) {
        findings.error += execution.findings.error;
        findings.warning += execution.findings.warning;
        findings.info += execution.findings.info;
      }
      return { ...run, health: healthOfValues(journal.outputsOf(run.runId)), findings };
    });
}

function chosen(journal: Journal, wanted: string | null): { since: RunSummary; until: RunSummary | null } {
  const found = journal.findRun(wanted ?? 'last');
  if (!found.ok) throw new UserError(found.error.code, found.error.message);
  const run = found.value;
  const ended = journal.runs({ pipeline: run.pipeline, limit: 100 }).filter(({ status }) => isRunEnd(status));
  const [newest, previous] = ended;
  if (wanted === null) {
    if (!newest) throw new UserError('run-active', `Run ${run.runId} has not ended yet: nothing to compare.`);
    return previous ? { since: previous, until: newest } : { since: newest, until: null };
  }
  if (!isRunEnd(run.status)) throw new UserError('run-active', `Run ${run.runId} has not ended yet.`);
  return { since: run, until: newest && newest.runId !== run.runId ? newest : null };
}

interface RunValues {
  readonly agents: ReadonlySet<string>;
  readonly values: readonly ExecutionValues[];
  readonly findings: readonly FindingOfAgent[];
  readonly health: number | null;
}

function valuesOf(journal: Journal, { runId }: RunSummary): RunValues {
  const values = journal.outputsOf(runId);
  const ran = journal
    .executionsOf(runId)
    .filter(({ attempts, status }) => attempts > 0 || status === 'cached');
  return {
    agents: new Set(ran.map(({ agent }) => agent)),
    values,
    findings: journal.findingsOf(runId, { limit: mostFindings }).map(findingOf),
    health: healthOfValues(values),
  };
}

function findingOf({ agent, path, line, column, severity, rule, message }: RecordedFinding): FindingOfAgent {
  return { agent, path, line, column, severity, rule, message };
}

function healthOfValues(values: readonly ExecutionValues[]): number | null {
  return healthScore(
    values.flatMap(({ agent, outputs }) => {
      const part = healthPartOf(outputs.health);
      return part === null ? [] : [{ agent, ...part }];
    }),
  ).score;
}

function changedMetrics(
  before: readonly ExecutionValues[],
  after: readonly ExecutionValues[],
): MetricChange[] {
  return after.flatMap(({ stage, agent, metrics }) => {
    const earlier = before.find((execution) => execution.stage === stage && execution.agent === agent);
    return Object.entries(metrics).flatMap(([name, value]) => {
      const was = earlier?.metrics[name];
      return was === undefined || was === value ? [] : [{ agent, name, before: was, after: value }];
    });
  });
}
