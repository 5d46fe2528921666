import type { AgentMessage } from '../agent-protocol/message.ts';
import { errorMessage } from '../common/errors.ts';
import type { AgentDefinition } from '../model/definition.ts';
import type { ExecutionFile } from '../model/event.ts';
import { programVersion } from '../rpc/version.ts';
import type { ActiveRun } from './active-run.ts';
import type { TakenFingerprint } from './cache/fingerprint.ts';
import type { ResultCache } from './cache/result-cache.ts';
import type { HashAll } from './execution-files.ts';
import type { ResultKeeper } from './result-keeper.ts';

/** What an agent tells that a cached result tells again. */
const repeated = new Set<AgentMessage['type']>(['output', 'metric', 'artifact', 'finding']);

/** The result cache as the kernel uses it: a fingerprint is taken before the run and serves after it. */
export class KeptResults implements ResultKeeper {
  readonly #cache: ResultCache;
  readonly #workspace: string;
  /** Of executions that were looked for and not found: what they depend on was read before they ran. */
  readonly #fingerprints = new Map<string, TakenFingerprint>();
  readonly hashAll: HashAll;

  constructor(cache: ResultCache, workspace: string) {
    this.#cache = cache;
    this.#workspace = workspace;
    this.hashAll = (paths, limits) => cache.hashAll(paths, limits);
  }

  async find(run: ActiveRun, index: number): ReturnType<ResultKeeper['find']> {
    const planned = run.plan.executions[index];
    if (!planned) return { kind: 'miss', key: '', reason: 'it is not part of the plan' };
    const { agent } = planned;
    this.#cache.configure(run.definition.cache);
    try {
      const wanted = await this.#fingerprint(run, index, agent);
      const answer = this.#cache.lookup(wanted);
      if (answer.hit) {
        const restored = await this.#cache.restore(answer.entry, this.#workspace);
        if (restored.ok)
          return {
            kind: 'hit',
            key: wanted.key,
            reason: answer.reason,
            messages: answer.entry.events,
            files: { inputs: inputsOf(wanted), outputs: answer.entry.files.map(pathAndHash) },
          };
        this.#fingerprints.set(keyOf(run, index), wanted);
        return { kind: 'miss', key: wanted.key, reason: restored.error };
      }
      this.#fingerprints.set(keyOf(run, index), wanted);
      return { kind: 'miss', key: wanted.key, reason: answer.reason };
    } catch (error) {
      return { kind: 'miss', key: '', reason: errorMessage(error) };
    }
  }

  async keep(
    run: ActiveRun,
    index: number,
    messages: readonly AgentMessage[],
  ): ReturnType<ResultKeeper['keep']> {
    const key = keyOf(run, index);
    const fingerprint = this.#fingerprints.get(key);
    this.#fingerprints.delete(key);
    const agent = run.plan.executions[index]?.agent;
    if (!fingerprint || !agent) return null;
    try {
      const after = await this.#fingerprint(run, index, agent);
      if (after.key !== fingerprint.key)
        return { kind: 'refused', reason: 'the result is not kept: its inputs changed while it ran' };
      const stored = await this.#cache.store(fingerprint, {
        runId: run.id,
        workspace: this.#workspace,
        outputs: agent.outputs,
        events: messages.filter(({ type }) => repeated.has(type)),
      });
      if (!stored.ok) return { kind: 'refused', reason: `the result is not kept: ${stored.error}` };
      const outputs = this.#cache.filesOf(fingerprint)?.map(pathAndHash) ?? null;
      const files = { inputs: inputsOf(fingerprint), outputs };
      return { kind: 'kept', key: fingerprint.key, bytes: stored.value, files };
    } catch (error) {
      return { kind: 'refused', reason: `the result is not kept: ${errorMessage(error)}` };
    }
  }

  inputsOf(run: ActiveRun, index: number): readonly ExecutionFile[] | null {
    const fingerprint = this.#fingerprints.get(keyOf(run, index));
    return fingerprint === undefined ? null : inputsOf(fingerprint);
  }

  #fingerprint(run: ActiveRun, index: number, agent: AgentDefinition): Promise<TakenFingerprint> {
    return this.#cache.fingerprint({
      agent,
      env: run.givenTo(index).env,
      input: run.inputOf(index),
      workspace: this.#workspace,
      // A built-in agent is as new as the program it belongs to.
      ...(agent.program.kind === 'builtin' && { extra: { dodeca: programVersion() } }),
    });
  }
}

function inputsOf({ inputs, parts }: TakenFingerprint): ExecutionFile[] {
  return inputs.map((path) => {
    const hash = parts.files[path];
    return { path, hash: hash === undefined || hash === 'absent' ? null : hash };
  });
}

function pathAndHash({ path, hash }: { readonly path: string; readonly hash: string }): ExecutionFile {
  return { path, hash };
}

function keyOf(run: ActiveRun, index: number): string {
  return run.executionIds[index] ?? '';
}
