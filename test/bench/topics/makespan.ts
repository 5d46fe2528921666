import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simulatedMakespan } from '../../../src/kernel/simulation.ts';
import { buildPlan } from '../../../src/pipeline/build-plan.ts';
import { findProgram } from '../../../src/process/find-program.ts';
import { agentOf, runDefinitionOf, stageOf } from '../../harness/definitions.ts';
import { BenchWorkspace } from '../bench-workspace.ts';
import { randomGraphs, workflowGraphs } from '../measured-graphs.ts';
import { dodecaDefinition } from '../runners/dodeca-definition.ts';
import { make } from '../runners/make.ts';
import { ninja } from '../runners/ninja.ts';
import { nodeLoop } from '../runners/node-loop.ts';
import { type Contender, median, takeTurns } from '../samples.ts';
import { lowerBound, scaledTo, type TaskGraph } from '../task-graph.ts';
import { figure, ratio, type Table, type Topic } from '../topic.ts';

const workers = 8;

/** What max(critical path, work / workers) is scaled to, ms; a graph takes thirteen times as long. */
const boundMs = 1000 * Number(process.env.DODECA_BENCH_SECONDS ?? '3');

/** Graphs whose names hold one of these words are measured; `all` measures all of them. */
const wanted = (process.env.DODECA_BENCH_GRAPHS ?? 'montage,cycles,random wide,random short').split(',');

const rounds = Number(process.env.DODECA_BENCH_ROUNDS ?? '3');

/** Below this mean duration the floor is how fast Node forks, ms. */
const shortTaskMs = 100;

/** How long whole graphs take, against the bound, against the same rule in virtual time, and against other tools. */
export const makespan: Topic = {
  async *tables() {
    for (const graph of [...workflowGraphs(), ...randomGraphs()]) {
      const isWanted = wanted.some((word) => word === 'all' || graph.name.includes(word));
      if (isWanted) yield await measureGraph(scaledTo(graph, workers, boundMs));
    }
  },
};

async function measureGraph(graph: TaskGraph): Promise<Table> {
  const { tasks } = graph;
  const folder = mkdtempSync(join(tmpdir(), 'dodeca-bench-'));
  const workspace = new BenchWorkspace();
  try {
    workspace.define(dodecaDefinition(graph, workers));
    // By depth, since nothing is known yet.
    const first = await workspace.run('measured');
    const recorded: number[] = [];
    const ours: Contender = {
      name: 'dodeca, by recorded durations',
      measure: async () => {
        const { wallMs, recordedMs } = await workspace.run('measured');
        recorded.push(recordedMs);
        return wallMs;
      },
    };
    const contenders = [ours, make(graph, workers, folder)];
    if (findProgram('ninja', process.env) !== null) contenders.push(ninja(graph, workers, folder));
    const meanMs = tasks.reduce((sum, { ms }) => sum + ms, 0) / tasks.length;
    const isShort = meanMs < shortTaskMs;
    const bare = nodeLoop(graph, workers, folder);
    contenders.push(bare);
    const samples = await takeTurns(contenders, rounds);
    const bound = lowerBound(graph, workers);
    const virtual = virtualMs(graph);
    const reference = isShort ? median(samples.get(bare.name) ?? []) : virtual;
    const row = (name: string, ms: number): string[] => [
      name,
      figure(ms),
      ratio(ms, bound),
      ratio(ms, virtual),
      ratio(ms, reference),
    ];
    return {
      title: `${graph.name}: ${tasks.length} tasks of ${figure(meanMs)} ms, ${workers} workers (median of ${rounds})`,
      rows: [
        ['', 'ms', 'to bound', 'to virtual', 'to goal'],
        row('bound', bound),
        row('the rule in virtual time', virtual),
        row('dodeca, first run, by depth', first.wallMs),
        ...[...samples].map(([name, values]) => row(name, median(values))),
        row('dodeca, as recorded', median(recorded)),
      ],
      goal: isShort
        ? 'tasks are short: at most 1.05× the bare Node loop'
        : 'at most 1.05× virtual time, and shorter than make and ninja',
    };
  } finally {
    await workspace.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The makespan when every task takes exactly as long as it sleeps and nothing else takes time. */
function virtualMs({ tasks }: TaskGraph): number {
  const agents = tasks.map(({ id }) => agentOf(id));
  const stages = tasks.map(({ id, deps }) =>
    stageOf(id, [id], { needs: deps.flatMap((dep) => tasks[dep]?.id ?? []) }),
  );
  const sleeps = new Map(tasks.map(({ id, ms }) => [id, ms]));
  const sleepOf = (agent: string): number => sleeps.get(agent) ?? 0;
  const plan = buildPlan(runDefinitionOf(agents, stages), (_stage, agent) => sleepOf(agent));
  const limits = { concurrency: workers, cpu: 1000, memory: 2 ** 40 };
  const duration = (index: number): number => sleepOf(plan.executions[index]?.agent.name ?? '');
  return simulatedMakespan(plan, limits, duration).makespanMs;
}
