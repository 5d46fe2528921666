import type { Job } from './executor.ts';

/** The variable that names an execution to its agent, and its processes to whoever must end them. */
export const executionVariable = 'DODECA_EXECUTION_ID';

/**
 * The environment that agents start from: the engine's own without the variables of Dodeca, which belong to an outer
 * run if there is one.
 */
export function baseEnvironment(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const base: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && !name.toUpperCase().startsWith('DODECA_')) base[name] = value;
  }
  return base;
}

/** The environment of one attempt: what the definition says over the base, and what the protocol promises over both. */
export function agentEnvironment(
  base: Readonly<Record<string, string>>,
  job: Job,
  places: { readonly workspace: string; readonly input: string },
): Record<string, string> {
  const env: Record<string, string> = {
    ...base,
    PYTHONUNBUFFERED: '1',
    PYTHONUTF8: '1',
    ...job.env,
    DODECA_RUN_ID: job.runId,
    [executionVariable]: job.executionId,
    DODECA_AGENT: job.agent.name,
    DODECA_ATTEMPT: String(job.attempt),
    DODECA_WORKSPACE: places.workspace,
    DODECA_INPUT: places.input,
  };
  if (job.ask !== null) {
    env.DODECA_SOCKET = job.ask.socket;
    env.DODECA_TOKEN = job.ask.token;
  }
  return env;
}
