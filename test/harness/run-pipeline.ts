import type { EngineClient } from '../../src/client/engine-client.ts';
import type { DodecaEvent, RunOptions } from '../../src/model/event.ts';

const usual: RunOptions = {
  maxConcurrent: null,
  keepGoing: false,
  useCache: true,
  missingInterpreter: 'fail',
};

/** Begins a run, as every face asks for it; answers with its id. */
export async function startPipeline(
  client: EngineClient,
  pipeline: string,
  options: Partial<RunOptions> = {},
): Promise<string> {
  const request = { pipeline, params: {}, secrets: {}, options: { ...usual, ...options } };
  return (await client.call('run/start', request)).runId;
}

/** Runs a pipeline to its end; answers with its events. */
export async function runPipeline(
  client: EngineClient,
  pipeline: string,
  options: Partial<RunOptions> = {},
): Promise<readonly DodecaEvent[]> {
  const runId = await startPipeline(client, pipeline, options);
  const events: DodecaEvent[] = [];
  let ended = (): void => undefined;
  const end = new Promise<void>((resolve) => {
    ended = resolve;
  });
  const subscription = await client.subscribe({ after: 0, runId }, (batch) => {
    events.push(...batch);
    if (batch.some(({ type }) => type === 'run.finished')) ended();
  });
  await end;
  subscription.dispose();
  return events;
}
