import { UserError } from '../common/errors.ts';
import type { Json } from '../common/json.ts';
import type { Journal } from '../journal/journal.ts';
import type { RecordedRun } from '../journal/run-records.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { LaunchedBy } from '../model/debug.ts';
import type { Definition, RunDefinition } from '../model/definition.ts';
import type { RunOptions } from '../model/event.ts';
import { newId } from '../model/new-id.ts';
import type { ResumeReport } from '../model/report.ts';
import { type ExecutionEndStatus, isExecutionEnd, isRunEnd } from '../model/status.ts';
import { buildPlan } from '../pipeline/build-plan.ts';
import { definitionHash } from '../pipeline/definition-hash.ts';
import { resolveParams } from '../pipeline/resolve-params.ts';
import { selectRun } from '../pipeline/select-run.ts';
import { checkedOutCommit } from '../process/run-git.ts';
import type { GivenOptions } from '../rpc/engine-api.ts';
import { activeRunOf, plannedExecutions, type RunParts, submissionOf } from './build-run.ts';
import type { DebugControl } from './debug-control.ts';
import { planResume } from './plan-resume.ts';
import type { UndoRuns } from './undo-runs.ts';

export interface RunControlOptions {
  readonly journal: Journal;
  readonly kernel: Kernel;
  readonly undo: UndoRuns;
  readonly debug: DebugControl;
  /** The definition as it is now; throws `invalid-definition`. */
  readonly definition: () => Definition;
  /** Absolute path. */
  readonly workspace: string;
}

/** Starts, resumes and cancels runs. */
export class RunControl {
  readonly #journal: Journal;
  readonly #kernel: Kernel;
  readonly #undo: UndoRuns;
  readonly #debug: DebugControl;
  readonly #definition: () => Definition;
  readonly #workspace: string;

  constructor(options: RunControlOptions) {
    this.#journal = options.journal;
    this.#kernel = options.kernel;
    this.#undo = options.undo;
    this.#debug = options.debug;
    this.#definition = options.definition;
    this.#workspace = options.workspace;
  }

  /** Errors: `invalid-definition`, `unknown-pipeline`, `bad-params`. */
  async start(request: {
    readonly pipeline: string;
    readonly params: Readonly<Record<string, Json>>;
    readonly options: RunOptions;
    readonly secrets: Readonly<Record<string, string>>;
    readonly debugger?: LaunchedBy | undefined;
    readonly gone?: AbortSignal;
  }): Promise<{ readonly runId: string }> {
    const current = this.#definition();
    const definition = runOf(current, request.pipeline);
    const launchedBy = request.debugger && debuggerOf(request.debugger, current);
    const params = resolveParams(definition.pipeline, request.params);
    if (!params.ok) throw new UserError('bad-params', params.error);
    await this.#undoInterrupted(request.pipeline);
    const plan = buildPlan(definition, this.#journal.durations(request.pipeline));
    this.#kernel.expect(plan.executions.length);
    const commit = await checkedOutCommit(this.#workspace);
    const startedAt = this.#journal.now();
    const parts: RunParts = {
      runId: newId(),
      definition,
      plan,
      params: params.value,
      secrets: request.secrets,
      options: request.options,
      executionIds: plan.executions.map(() => newId()),
      earlier: [],
      startedAt,
      debugger: launchedBy ?? null,
    };
    const { runId, options } = parts;
    if (launchedBy) this.#debug.begin(runId, launchedBy, request.gone ?? null);
    const hash = this.#recordDefinition(definition, startedAt);
    this.#journal.append(
      {
        type: 'run.started',
        runId,
        pipeline: plan.pipeline,
        params: params.value,
        definition: hash,
        options,
        secrets: Object.keys(request.secrets),
        executions: plannedExecutions(parts),
        commit,
      },
      startedAt,
    );
    this.#journal.commit();
    this.#kernel.submit(activeRunOf(parts), submissionOf(parts, this.#journal));
    return { runId };
  }

  /** Errors: `run-unknown`, `run-ambiguous`, `run-active`, `unknown-agent`, and those of a definition that is asked for. */
  resume(request: {
    readonly run: string;
    readonly from: string | null;
    readonly definition: 'recorded' | 'current';
    readonly options: GivenOptions;
    readonly secrets: Readonly<Record<string, string>>;
  }): ResumeReport {
    const run = this.#recorded(request.run);
    const { runId } = run;
    if (this.#kernel.isActive(runId))
      throw new UserError('run-active', `Run ${runId} is still running; cancel it before it is resumed.`);
    if (this.#undo.runIds.includes(runId))
      throw new UserError('run-active', `Run ${runId} is being undone; it can be resumed after that.`);
    if (run.status === 'succeeded' && request.from === null) {
      const message = `Run ${runId} succeeded: there is nothing to resume.`;
      return { runId, resumed: false, message };
    }
    const { definition, changed } = this.#definitionFor(run, request.definition);
    const plan = buildPlan(definition, this.#journal.durations(run.pipeline));
    this.#kernel.expect(plan.executions.length);
    const successes = this.#journal.compensable(runId);
    const resumed = planResume(plan, run.executions, successes, request.from);
    if (!resumed.ok) throw new UserError('unknown-agent', resumed.error);
    const { earlier, recorded } = resumed.value;
    const given = Object.entries(request.options).filter(([, value]) => value !== undefined);
    const options: RunOptions = { ...run.options, ...Object.fromEntries(given) };
    const parts: RunParts = {
      runId,
      definition,
      plan,
      params: run.params,
      secrets: request.secrets,
      options,
      executionIds: plan.executions.map(({ index }) => recorded[index]?.executionId ?? newId()),
      earlier,
      startedAt: Date.parse(run.startedAt),
      debugger: null,
    };
    const at = this.#journal.now();
    const executions = plannedExecutions(parts, (index) => earlier[index]?.again ?? true);
    const hash = this.#recordDefinition(definition, at);
    const secrets = [...new Set([...run.secrets, ...Object.keys(request.secrets)])];
    const { pipeline } = run;
    this.#journal.append(
      { type: 'run.resumed', runId, pipeline, definition: hash, options, secrets, executions },
      at,
    );
    this.#journal.commit();
    const active = activeRunOf(parts);
    this.#restore(active, runId, new Set(executions.map(({ executionId }) => executionId)));
    this.#kernel.submit(active, submissionOf(parts, this.#journal));
    const note = changed
      ? request.definition === 'current'
        ? ' The definition has changed since; the run goes on with the current one.'
        : ' The definition has changed since; the run goes on with the recorded one (--definition current takes the new one).'
      : '';
    const count = `${executions.length} of ${plan.executions.length} executions`;
    const lacking = withoutSecrets(secrets.filter((name) => !Object.hasOwn(request.secrets, name)));
    return { runId, resumed: true, message: `Run ${runId} goes on with ${count}.${note}${lacking}` };
  }

  /** Asks a run to end. One that was interrupted is undone, and ends as cancelled; one that has ended is left alone. */
  async cancel(request: {
    readonly run: string;
    readonly kill: boolean;
    readonly reason: string;
  }): Promise<string> {
    const run = this.#recorded(request.run);
    const { runId } = run;
    if (!isRunEnd(run.status)) this.#kernel.cancel(runId, request.reason, request.kill);
    else if (run.status === 'interrupted') {
      if (request.kill) void this.#undo.abandon(runId);
      await this.#undo.undo(run);
      // Somebody else may have asked for the same meanwhile.
      if (this.#recorded(runId).status === 'interrupted') this.#closeCancelled(run, request.reason);
    }
    return runId;
  }

  #closeCancelled(run: RecordedRun, reason: string): void {
    const { runId, pipeline } = run;
    const at = this.#journal.now();
    const executions = run.executions.map(
      ({ executionId, agent, stage, status, attempts, exitCode, durationMs, reason }) => {
        const ended = status as ExecutionEndStatus;
        return { executionId, agent, stage, status: ended, attempts, exitCode, durationMs, reason };
      },
    );
    const durationMs = at - Date.parse(run.startedAt);
    this.#journal.append(
      { type: 'run.finished', runId, pipeline, status: 'cancelled', durationMs, reason, executions },
      at,
    );
    this.#journal.commit();
  }

  /** A run by id, prefix or `last`. Errors: `run-unknown`, `run-ambiguous`. */
  #recorded(wanted: string): RecordedRun {
    const found = this.#journal.findRun(wanted);
    if (!found.ok) throw new UserError(found.error.code, found.error.message);
    const run = this.#journal.run(found.value.runId);
    if (!run) throw new Error(`run ${found.value.runId} is listed and cannot be read`);
    return run;
  }

  /** The definition that a run goes on with, and whether today's is another one. */
  #definitionFor(
    run: RecordedRun,
    wanted: 'recorded' | 'current',
  ): { readonly definition: RunDefinition; readonly changed: boolean } {
    if (wanted === 'current') {
      const definition = runOf(this.#definition(), run.pipeline);
      return { definition, changed: definitionHash(definition) !== run.definition };
    }
    const definition = this.#journal.definition(run.definition);
    if (!definition) throw new Error(`the definition ${run.definition} of run ${run.runId} is not recorded`);
    return { definition, changed: this.#hasChanged(run) };
  }

  #hasChanged(run: RecordedRun): boolean {
    try {
      return definitionHash(runOf(this.#definition(), run.pipeline)) !== run.definition;
    } catch {
      // It cannot be used at all any more: it has changed.
      return true;
    }
  }

  #recordDefinition(definition: RunDefinition, at: number): string {
    const hash = definitionHash(definition);
    if (!this.#journal.definition(hash))
      this.#journal.append({ type: 'definition.recorded', hash, definition }, at);
    return hash;
  }

  /** What executions said that will not run again: later ones read it. */
  #restore(active: ReturnType<typeof activeRunOf>, runId: string, again: ReadonlySet<string>): void {
    for (const { executionId, status } of this.#journal.executionsOf(runId))
      if (isExecutionEnd(status) && !again.has(executionId)) active.noteEnd(executionId);
    for (const values of this.#journal.outputsOf(runId)) {
      if (again.has(values.executionId)) continue;
      const index = active.indexOf(values.executionId);
      if (index === undefined) continue;
      const said = active.said(index);
      Object.assign(said.outputs, values.outputs);
      Object.assign(said.metrics, values.metrics);
      Object.assign(said.values, values.context);
      active.noteEnd(values.executionId);
    }
  }

  /** A new run of a pipeline is the decision not to resume the one that was interrupted: what that did is undone. */
  async #undoInterrupted(pipeline: string): Promise<void> {
    const last = this.#journal.runs({ limit: 1, pipeline })[0];
    if (last?.status !== 'interrupted') return;
    const run = this.#journal.run(last.runId);
    if (run) await this.#undo.undo(run);
  }
}

/** Values of secrets are recorded nowhere: what a run had before it does not have again by itself. */
function withoutSecrets(names: readonly string[]): string {
  if (names.length === 0) return '';
  const options = names.map((name) => `--secret ${name}`).join(' ');
  return ` It was given ${names.join(', ')} before, and goes on without: secrets are not recorded (${options} hands them over again).`;
}

/** A debugger as the definition lets it in. Errors: `debugging-disabled`. */
function debuggerOf(launchedBy: LaunchedBy, { debug, file }: Definition): LaunchedBy {
  if (!debug.enabled)
    throw new UserError(
      'debugging-disabled',
      `Debugging is switched off in ${file ?? 'the definition'}: set "debug: { enabled: true }" there.`,
    );
  return { ...launchedBy, intoAgents: launchedBy.intoAgents || debug.waitForClient };
}

/** What a run of a pipeline needs. Errors: `unknown-pipeline`. */
export function runOf(definition: Definition, pipeline: string): RunDefinition {
  const selected = selectRun(definition, pipeline);
  if (!selected.ok) throw new UserError('unknown-pipeline', selected.error);
  return selected.value;
}
