import type { RunDefinition } from '../../model/definition.ts';
import type { DodecaEvent, EventOf, EventType, PlannedExecution } from '../../model/event.ts';
import { isExecutionEnd } from '../../model/status.ts';
import { buildPlan } from '../../pipeline/build-plan.ts';
import { ActiveRun, type Said } from '../active-run.ts';
import { applyToExecution, type PastExecution, plannedExecution } from './past-execution.ts';
import { PastLocks } from './past-locks.ts';

/** Events that change nothing of what a past run shows, among them the most frequent ones. */
export const withoutEffect = [
  'execution.progress',
  'execution.log',
  'execution.finding',
  'execution.artifact',
  'execution.files',
  'execution.tokens',
  'execution.debuggable',
  'execution.compensating',
  'execution.compensated',
  'cache.miss',
  'cache.stored',
  'run.logged',
  'run.marked',
] as const satisfies readonly EventType[];

/** A run with what its agents said and were given, as it was after one of its events. */
export interface PastMoment {
  readonly active: ActiveRun;
  /** The definition that it had then. */
  readonly definition: RunDefinition;
  /** Names of the secrets that it was given so far. */
  readonly secrets: readonly string[];
  readonly locks: PastLocks;
  /** By id; also those that a later definition has no more. */
  readonly executions: ReadonlyMap<string, PastExecution>;
  /** What an execution has said so far; null where it said nothing. */
  saidBy(executionId: string): Said | null;
  /** When the last event happened that was taken in, ms since the epoch. */
  readonly now: number;
}

/**
 * A run made again from its events, one after the other. It goes through the same changes as the run that wrote them,
 * so that whoever looks sees what agents and conditions saw then. Nothing of it starts anything.
 */
export class PastRun {
  readonly runId: string;
  readonly #definition: (hash: string) => RunDefinition | null;
  readonly #executions = new Map<string, PastExecution>();
  readonly #locks = new PastLocks();
  /** Ids by stage and agent. */
  readonly #ids = new Map<string, string>();
  /** Executions that have ended, in that order; of one that ended several times the last end counts. */
  readonly #ended = new Set<string>();
  /** Executions that have said something: a run must not be asked about others, since it would begin to keep it. */
  readonly #heard = new Set<string>();
  #active: ActiveRun | null = null;
  #stages: ReadonlyMap<string, number> = new Map();
  /** Stages in which nothing is left to do when the run begins or goes on: their end is told nowhere. */
  #quiet = new Set<number>();
  readonly #over = new Set<number>();
  #secrets: readonly string[] = [];
  #now = 0;
  #seq = 0;

  /** @param definition a recorded definition by its hash */
  constructor(runId: string, definition: (hash: string) => RunDefinition | null) {
    this.runId = runId;
    this.#definition = definition;
  }

  /** The last event that was taken in; 0 where there was none. */
  get seq(): number {
    return this.#seq;
  }

  /** Null before the run began, and where its definition is not recorded any more. */
  get moment(): PastMoment | null {
    if (!this.#active) return null;
    return {
      active: this.#active,
      definition: this.#active.definition,
      secrets: this.#secrets,
      locks: this.#locks,
      executions: this.#executions,
      saidBy: (executionId) => this.#saidBy(executionId),
      now: this.#now,
    };
  }

  /** Takes in the next event of this run. */
  apply(event: DodecaEvent): void {
    this.#seq = event.seq;
    this.#now = Date.parse(event.at);
    this.#locks.apply(event);
    if (event.type === 'run.started') this.#begin(event, event.params);
    else if (event.type === 'run.resumed') this.#begin(event, this.#active?.params ?? {});
    else if (event.type === 'stage.finished') this.#endStage(event);
    else if (event.type === 'stage.rewound') this.#rewindStage(event.stage);
    else if ('executionId' in event) this.#applyToExecution(event);
  }

  #begin(
    event: EventOf<'run.started'> | EventOf<'run.resumed'>,
    params: EventOf<'run.started'>['params'],
  ): void {
    for (const planned of event.executions) this.#plan(planned);
    this.#secrets = event.secrets ?? this.#secrets;
    const definition = this.#definition(event.definition);
    if (!definition) {
      this.#active = null;
      return;
    }
    const plan = buildPlan(definition, () => null);
    const nameOf = (stage: number): string => plan.stages[stage]?.definition.name ?? '';
    const before = this.#active;
    this.#active = new ActiveRun({
      id: this.runId,
      plan,
      definition,
      params,
      secrets: {},
      executionIds: plan.executions.map(
        ({ stage, agent }) => this.#ids.get(`${nameOf(stage)}\0${agent.name}`) ?? '',
      ),
    });
    this.#stages = new Map(plan.stages.map((stage) => [stage.definition.name, stage.index]));
    this.#restore(this.#active, before, new Set(event.executions.map(({ executionId }) => executionId)));
    this.#quiet = new Set(
      plan.stages
        .filter(({ executions }) => executions.every((index) => this.#hasEnded(index)))
        .map(({ index }) => index),
    );
    this.#over.clear();
    this.#endQuietStages();
  }

  #plan({ executionId, stage, agent }: PlannedExecution): void {
    this.#ids.set(`${stage}\0${agent}`, executionId);
    const known = this.#executions.get(executionId);
    this.#ended.delete(executionId);
    if (!known) this.#executions.set(executionId, plannedExecution(stage, agent));
    else {
      known.status = 'queued';
      known.isOpen = false;
      known.held = null;
      known.pid = null;
    }
  }

  /** What executions said that do not run again: later ones read it. In the order of `RunControl.resume`. */
  #restore(active: ActiveRun, before: ActiveRun | null, again: ReadonlySet<string>): void {
    if (!before) return;
    for (const [id, { status }] of this.#executions)
      if (isExecutionEnd(status) && !again.has(id)) active.noteEnd(id);
    for (const id of this.#ended) {
      const from = before.indexOf(id);
      const to = active.indexOf(id);
      if (from === undefined || to === undefined || again.has(id) || !this.#heard.has(id)) continue;
      const { outputs, metrics, values } = before.said(from);
      const said = active.said(to);
      Object.assign(said.outputs, outputs);
      Object.assign(said.metrics, metrics);
      Object.assign(said.values, values);
      active.noteEnd(id);
    }
  }

  #saidBy(executionId: string): Said | null {
    const index = this.#active?.indexOf(executionId);
    if (!this.#active || index === undefined || !this.#heard.has(executionId)) return null;
    return this.#active.said(index);
  }

  #hasEnded(index: number): boolean {
    const id = this.#active?.executionIds[index] ?? '';
    return isExecutionEnd(this.#executions.get(id)?.status ?? 'queued');
  }

  #endStage({ stage, status }: EventOf<'stage.finished'>): void {
    const index = this.#stages.get(stage);
    if (index === undefined) return;
    this.#active?.noteStage(index, status);
    this.#over.add(index);
    this.#endQuietStages();
  }

  #rewindStage(name: string): void {
    const index = this.#stages.get(name);
    if (index === undefined) return;
    this.#active?.rewind([], [index]);
    this.#over.delete(index);
    this.#quiet.delete(index);
  }

  /** Stages that were done before the run was resumed end when those before them have, one after the other. */
  #endQuietStages(): void {
    const stages = this.#active?.plan.stages ?? [];
    for (let found = true; found && this.#quiet.size > 0; ) {
      found = false;
      for (const index of this.#quiet) {
        if (!stages[index]?.after.every((earlier) => this.#over.has(earlier))) continue;
        this.#active?.noteStage(index, 'succeeded');
        this.#over.add(index);
        this.#quiet.delete(index);
        found = true;
      }
    }
  }

  #applyToExecution(event: Extract<DodecaEvent, { readonly executionId: string }>): void {
    const { executionId } = event;
    const execution = this.#executions.get(executionId);
    if (!execution) return;
    applyToExecution(execution, event);
    if (event.type === 'execution.finished') {
      this.#ended.delete(executionId);
      this.#ended.add(executionId);
    } else if (event.type === 'execution.rewound') this.#ended.delete(executionId);
    const active = this.#active;
    const index = active?.indexOf(executionId);
    if (active && index !== undefined) this.#tell(active, index, event);
  }

  /** What others may read of it. */
  #tell(
    active: ActiveRun,
    index: number,
    event: Extract<DodecaEvent, { readonly executionId: string }>,
  ): void {
    switch (event.type) {
      case 'execution.starting':
        this.#heard.delete(event.executionId);
        active.forget(index);
        break;
      case 'execution.output':
        this.#heard.add(event.executionId);
        active.hear(index, { type: 'output', name: event.name, value: event.value });
        break;
      case 'execution.metric':
        this.#heard.add(event.executionId);
        active.hear(index, { type: 'metric', name: event.name, value: event.value });
        break;
      case 'execution.context':
        this.#heard.add(event.executionId);
        active.said(index).values[event.name] = event.value;
        break;
      case 'execution.changed':
        active.restoreChanges(index, {
          ...(event.with && { with: event.with }),
          ...(event.params && { params: event.params }),
          ...(event.env && { env: event.env }),
        });
        break;
      case 'execution.finished':
        active.noteEnd(event.executionId);
        break;
      case 'execution.rewound':
        this.#heard.delete(event.executionId);
        active.rewind([index], []);
        break;
      default:
        break;
    }
  }
}
