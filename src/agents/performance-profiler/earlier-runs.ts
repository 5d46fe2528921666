import * as z from 'zod';
import { robustSummary } from '../../analysis/robust-summary.ts';
import { errorMessage } from '../../common/errors.ts';
import { askEngine, type Engine } from '../ask-engine.ts';

/** What is known of earlier runs of a command. */
export interface EarlierRuns {
  /** The median wall time of each, milliseconds, the latest first. */
  readonly medians: readonly number[];
  /** Why nothing is known, for people; null where the history could be read. */
  readonly failure: string | null;
}

const valuesSchema = z.array(z.object({ runId: z.string(), value: z.unknown() }));
type Values = z.infer<typeof valuesSchema>;

/** Milliseconds after which an engine that does not answer is given up. */
const patienceMs = 10_000;

/** Asks the engine for the medians of earlier runs of a command; that there is no engine is no failure of anybody. */
export async function earlierRuns(
  command: string,
  limit: number,
  env: NodeJS.ProcessEnv = process.env,
): Promise<EarlierRuns> {
  let engine: Engine | null = null;
  try {
    engine = await within(askEngine(env));
    if (engine === null) return { medians: [], failure: 'no engine: the agent was started by hand' };
    const ask = async (name: string): Promise<Values> => {
      const agent = env.DODECA_AGENT ? { agent: env.DODECA_AGENT } : {};
      const request = engine?.call('history/values', { kind: 'output', name, ...agent, limit });
      return valuesSchema.parse(await within(Promise.resolve(request)));
    };
    const [commands, samples] = [await ask('command'), await ask('samples')];
    return { medians: mediansOf(command, commands, samples).slice(0, limit), failure: null };
  } catch (error) {
    return { medians: [], failure: `the engine did not tell: ${errorMessage(error).split('\n')[0]}` };
  } finally {
    engine?.close();
  }
}

/**
 * The median of each list of samples that was told beside this command. In one run an agent tells each of them once
 * for each of its executions, so that the first of one belongs to the first of the other.
 */
export function mediansOf(command: string, commands: Values, samples: Values): number[] {
  const said = new Map<string, unknown[]>();
  for (const { runId, value } of commands) said.set(runId, [...(said.get(runId) ?? []), value]);
  return samples.flatMap(({ runId, value }) => {
    if (said.get(runId)?.shift() !== command || !Array.isArray(value)) return [];
    const times = value.filter((time) => typeof time === 'number' && Number.isFinite(time) && time > 0);
    const summary = robustSummary(times as number[]);
    return summary === null ? [] : [summary.median];
  });
}

function within<T>(promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no answer within 10 s')), patienceMs);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
