import type { AgentInput } from '../agent-protocol/input.ts';
import type { AgentMessage } from '../agent-protocol/message.ts';
import type { Json, JsonObject } from '../common/json.ts';
import { err, ok, type Result } from '../common/result.ts';
import type { ChangeablePart } from '../model/debug.ts';
import type { AgentDefinition, RunDefinition } from '../model/definition.ts';
import type { Plan, PlanStage } from '../model/plan.ts';
import type { StageEndStatus } from '../model/status.ts';
import { evaluateCondition } from '../pipeline/expression.ts';
import { resolveParams } from '../pipeline/resolve-params.ts';
import { Context } from './cache/context.ts';
import { changeAt } from './debug/change-at.ts';

/** What an execution has said so far that others may read. */
export interface Said {
  readonly outputs: Record<string, Json>;
  readonly metrics: Record<string, number>;
  readonly values: Record<string, Json>;
}

/**
 * A run while it is going on: what its agents said, and who may read it. Contexts are immutable and inherited along
 * the graph: a stage sees what the stages before it left, and nothing of those beside it.
 */
export class ActiveRun {
  readonly id: string;
  readonly plan: Plan;
  readonly definition: RunDefinition;
  readonly params: Readonly<Record<string, Json>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly executionIds: readonly string[];
  /** The same list for every job: what is made from it is made once. */
  readonly secretValues: readonly string[];
  readonly #indices: ReadonlyMap<string, number>;
  readonly #said = new Map<number, Said>();
  /** What somebody changed of what executions are given. */
  readonly #changes = new Map<number, Given>();
  /** Executions that have ended, in that order. */
  #ended: number[] = [];
  /** What ended agents said, by their names: of one that ended several times, what it said last. */
  readonly #outputs = byName<JsonObject>();
  readonly #metrics = byName<JsonObject>();
  readonly #status = new Map<string, string>();
  readonly #left = new Map<number, Context>();

  constructor(run: {
    readonly id: string;
    readonly plan: Plan;
    readonly definition: RunDefinition;
    readonly params: Readonly<Record<string, Json>>;
    readonly secrets: Readonly<Record<string, string>>;
    readonly executionIds: readonly string[];
  }) {
    this.id = run.id;
    this.plan = run.plan;
    this.definition = run.definition;
    this.params = run.params;
    this.secrets = run.secrets;
    this.executionIds = run.executionIds;
    this.secretValues = Object.values(run.secrets);
    this.#indices = new Map(run.executionIds.map((id, index) => [id, index]));
  }

  /** The place of an execution in the plan. */
  indexOf(executionId: string): number | undefined {
    return this.#indices.get(executionId);
  }

  agentOf(index: number): AgentDefinition {
    const execution = this.plan.executions[index];
    if (!execution) throw new Error(`no execution ${index} in run ${this.id}`);
    return execution.agent;
  }

  /** A new attempt starts: what the one before said no longer counts. */
  forget(index: number): void {
    this.#said.delete(index);
  }

  said(index: number): Said {
    let said = this.#said.get(index);
    if (!said) {
      // Without a prototype: an agent may choose any name.
      said = { outputs: byName(), metrics: byName(), values: byName() };
      this.#said.set(index, said);
    }
    return said;
  }

  /** Takes in what an execution says, where others may read it. */
  hear(index: number, message: AgentMessage): void {
    if (message.type === 'output') this.said(index).outputs[message.name] = message.value;
    else if (message.type === 'metric') this.said(index).metrics[message.name] = message.value;
  }

  noteEnd(executionId: string): void {
    const index = this.indexOf(executionId);
    if (index === undefined) return;
    this.#ended.push(index);
    this.#publish(index);
  }

  /** Executions, and stages that had ended, were taken back: what they said was never said. */
  rewind(executions: readonly number[], stages: readonly number[]): void {
    for (const index of executions) this.#said.delete(index);
    for (const index of stages) {
      this.#left.delete(index);
      this.#status.delete(this.plan.stages[index]?.definition.name ?? '');
    }
    this.#ended = this.#ended.filter((index) => !executions.includes(index));
    for (const name of Object.keys(this.#outputs)) {
      delete this.#outputs[name];
      delete this.#metrics[name];
    }
    for (const index of this.#ended) this.#publish(index);
  }

  /** Changes what an execution is given; the error says why that cannot be. */
  change(
    index: number,
    part: ChangeablePart,
    path: readonly (string | number)[],
    value: Json,
  ): Result<Given, string> {
    const given = this.givenTo(index);
    const changed = changeAt(given[part], path, value);
    if (!changed.ok) return changed;
    // As they are read when a run is started: an agent may rely on what its pipeline declares.
    const checked =
      part === 'params' ? resolveParams(this.definition.pipeline, changed.value as JsonObject) : changed;
    if (!checked.ok) return checked;
    const next = { ...given, [part]: checked.value };
    if (part === 'env' && Object.values(next.env).some((text) => typeof text !== 'string'))
      return err('a variable of the environment is a text');
    this.#changes.set(index, next);
    return ok(next);
  }

  /** Takes over what was changed before, as it was recorded. */
  restoreChanges(index: number, changed: Partial<Given>): void {
    this.#changes.set(index, { ...this.givenTo(index), ...changed });
  }

  /** What an execution is given, as it is now. Its environment is what the definition and its agent say. */
  givenTo(index: number): Given {
    const agent = this.agentOf(index);
    return (
      this.#changes.get(index) ?? {
        with: agent.with,
        params: this.params,
        env: { ...this.definition.env, ...agent.env },
      }
    );
  }

  #publish(index: number): void {
    const said = this.#said.get(index);
    for (const name of this.#namesOf(index)) {
      // One that said nothing can be asked too; it takes nothing from what was said under its name before.
      if (!said && this.#outputs[name]) continue;
      this.#outputs[name] = said?.outputs ?? {};
      this.#metrics[name] = said?.metrics ?? {};
    }
  }

  /** A stage has ended, and every stage before it too: what it leaves to those after it is settled. */
  noteStage(index: number, status: StageEndStatus): void {
    const stage = this.plan.stages[index] as PlanStage;
    this.#status.set(stage.definition.name, status);
    let context = this.#before(stage);
    for (const execution of stage.executions) context = this.#add(context, execution);
    this.#left.set(index, context);
  }

  /** The input file of an execution: its parameters, the run's, and the outputs of those it follows. */
  inputOf(index: number): AgentInput {
    const outputs: Record<string, JsonObject> = {};
    for (const [name, value] of this.contextOf(index).entries()) {
      if (name.startsWith('agent/')) outputs[name.slice(6)] = value as JsonObject;
    }
    const given = this.givenTo(index);
    return { with: given.with, params: given.params, outputs };
  }

  /** A context value as an execution sees it: its own, else what those it follows left. */
  valueFor(index: number, name: string): Json | undefined {
    const own = this.#said.get(index)?.values;
    return own && Object.hasOwn(own, name) ? own[name] : this.contextOf(index).get(`value/${name}`);
  }

  /** Whether the `when` of a stage is met. */
  conditionOf(stage: PlanStage): { readonly met: boolean } | { readonly error: string } {
    const { when } = stage.definition;
    if (when === null) return { met: true };
    const result = evaluateCondition(when, this.scopeOf(stage));
    return result.ok ? { met: result.value } : { error: result.error };
  }

  /** What expressions of a stage may read. */
  scopeOf(stage: PlanStage): Record<string, unknown> {
    return {
      params: this.params,
      inputs: Object.fromEntries(
        stage.executions.map((index) => [this.agentOf(index).name, this.givenTo(index).with]),
      ),
      // All that ended before, wherever it stands: an expression may look at any agent, an input only at those followed.
      outputs: this.#outputs,
      metrics: this.#metrics,
      status: Object.fromEntries(this.#status),
      attempt: 1,
    };
  }

  /** What expressions about an execution may read: its parameters also without its name, and what it said itself. */
  scopeFor(index: number, attempt: number): Record<string, unknown> {
    const { name } = this.agentOf(index);
    const given = this.givenTo(index);
    const said = this.#said.get(index);
    const own = <T>(all: Record<string, T>, mine: T | undefined): Record<string, T> =>
      mine ? Object.assign(byName<T>(), all, { [name]: mine }) : all;
    return {
      params: given.params,
      inputs: { ...given.with, [name]: given.with },
      outputs: own(this.#outputs, said?.outputs),
      metrics: own(this.#metrics, said?.metrics),
      status: Object.fromEntries(this.#status),
      attempt,
    };
  }

  /** What an execution inherits: from the stages before its own, and from those before it in a stage that runs one after another. */
  contextOf(index: number): Context {
    const stage = this.#stageOf(index);
    let context = this.#before(stage);
    if (stage.definition.parallel) return context;
    for (const earlier of stage.executions) {
      if (earlier === index) break;
      context = this.#add(context, earlier);
    }
    return context;
  }

  #before(stage: PlanStage): Context {
    const [only, ...others] = stage.after.map((index) => this.#left.get(index) ?? Context.root());
    if (only && others.length === 0) return only;
    let context = only ?? Context.root();
    for (const other of others)
      for (const [name, value] of other.entries()) context = context.with(name, value);
    return context;
  }

  /** The context as it is when an execution has ended; the very same one where it said nothing. */
  #add(context: Context, index: number): Context {
    const said = this.#said.get(index);
    if (!said) return context;
    const added: [string, Json][] = Object.entries(said.values).map(([name, value]) => [
      `value/${name}`,
      value,
    ]);
    if (Object.keys(said.outputs).length > 0)
      for (const name of this.#namesOf(index)) added.push([`agent/${name}`, said.outputs]);
    if (added.length === 0) return context;
    return added.reduce((next, [name, value]) => next.with(name, value), context.child());
  }

  /** An agent is known by its name and, since it may stand in several stages, by `stage/agent`. */
  #namesOf(index: number): string[] {
    const agent = this.plan.executions[index]?.agent.name ?? '';
    return [agent, `${this.#stageOf(index).definition.name}/${agent}`];
  }

  #stageOf(index: number): PlanStage {
    return this.plan.stages[this.plan.executions[index]?.stage ?? 0] as PlanStage;
  }
}

/** What an execution is given: the parts that may be changed before it starts. */
export interface Given {
  readonly with: JsonObject;
  readonly params: JsonObject;
  readonly env: Readonly<Record<string, string>>;
}

/** Agents may have any name, also those that objects have properties of. */
function byName<T>(): Record<string, T> {
  return Object.create(null) as Record<string, T>;
}
