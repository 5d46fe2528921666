import type { DodecaEvent, EventOf } from '../../../src/model/event.ts';
import { BenchWorkspace } from '../bench-workspace.ts';
import { median } from '../samples.ts';
import { figure, ratio, type Topic } from '../topic.ts';

const stages = 40;

const definition = `
agents: { nothing: { run: "true" } }
pipelines:
  line:
    stages:
${Array.from({ length: stages }, (_, index) => `      - { name: s${index}, agents: [nothing] }`).join('\n')}
`;

/** From continuing to the next stop, on agents that do nothing, against the agents alone. */
export const debugging: Topic = {
  async *tables() {
    const workspace = new BenchWorkspace();
    try {
      workspace.define(definition);
      const alone = await withoutDebugger(workspace);
      const { hops, agents } = await withBreakpoints(workspace);
      const over = hops.map((hop, index) => hop - (agents[index] ?? 0)).sort((a, b) => a - b);
      const worst = over.at(Math.floor(over.length * 0.95)) ?? Number.NaN;
      yield {
        title: `from continuing to the next breakpoint, ${stages} agents that do nothing, ms`,
        rows: [
          ['', 'median', 'to a stage without a debugger'],
          ['a stage without a debugger', figure(alone), ratio(alone, alone)],
          ['from continue to the next stop', figure(median(hops)), ratio(median(hops), alone)],
          ['of which the agent itself', figure(median(agents)), ratio(median(agents), alone)],
          ['more than the agent itself', figure(median(over)), ratio(median(over), alone)],
          ['  at the 95th percentile', figure(worst), ratio(worst, alone)],
        ],
        goal: 'less than 100 ms more than the agent itself',
      };
    } finally {
      await workspace.dispose();
    }
  },
};

async function withoutDebugger(workspace: BenchWorkspace): Promise<number> {
  await workspace.run('line');
  return (await workspace.run('line')).wallMs / stages;
}

/** As a debugger sees it: each hop from the request to the event, and what the agent in between took. */
async function withBreakpoints(workspace: BenchWorkspace): Promise<{ hops: number[]; agents: number[] }> {
  const client = await workspace.client();
  const session = `bench-${process.pid}`;
  const place = { kind: 'agent', agent: 'nothing', stage: null } as const;
  const breakpoint = {
    id: 1,
    place,
    condition: null,
    hitCondition: null,
    logMessage: null,
    isFunction: true,
  };
  const { runId } = await client.call('run/start', {
    pipeline: 'line',
    params: {},
    secrets: {},
    options: { maxConcurrent: null, keepGoing: false, useCache: true, missingInterpreter: 'fail' },
    debugger: {
      session,
      by: 'the bench',
      breakpoints: [breakpoint],
      exceptions: [],
      stopOnEntry: false,
      intoAgents: false,
    },
  });
  const hops: number[] = [];
  const agents: number[] = [];
  let asked = Number.NaN;
  const ended = Promise.withResolvers<void>();
  const onEvent = (event: DodecaEvent): void => {
    if (event.type === 'execution.finished') agents.push((event as EventOf<'execution.finished'>).durationMs);
    else if (event.type === 'run.finished') ended.resolve();
    else if (event.type === 'run.paused') {
      if (!Number.isNaN(asked)) hops.push(performance.now() - asked);
      asked = performance.now();
      client.call('debug/continue', { run: runId, session }).catch(ended.reject);
    }
  };
  const subscription = await client.subscribe({ after: 0, runId }, (events) => events.forEach(onEvent));
  await ended.promise;
  subscription.dispose();
  return { hops, agents };
}
