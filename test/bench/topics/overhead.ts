import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '../../../src/process/find-program.ts';
import { BenchWorkspace, type RunFigures } from '../bench-workspace.ts';
import { dodecaDefinition } from '../runners/dodeca-definition.ts';
import { make } from '../runners/make.ts';
import { ninja } from '../runners/ninja.ts';
import { nodeLoop } from '../runners/node-loop.ts';
import { wireit } from '../runners/wireit.ts';
import { median, takeTurns } from '../samples.ts';
import { flatGraph } from '../task-graph.ts';
import { figure, ratio, type Table, type Topic } from '../topic.ts';

const executions = 1000;
const rounds = 5;

/** What the engine costs beside the processes that it starts. */
export const overhead: Topic = {
  async *tables() {
    for (const concurrency of [2, 8]) yield await measureAt(concurrency);
  },
};

async function measureAt(concurrency: number): Promise<Table> {
  const graph = flatGraph(executions);
  const folder = mkdtempSync(join(tmpdir(), 'dodeca-bench-'));
  const workspace = new BenchWorkspace();
  try {
    workspace.define(dodecaDefinition(graph, concurrency));
    await workspace.client();
    const runs: RunFigures[] = [];
    const ours = {
      name: 'dodeca, request to last event',
      measure: async () => {
        const figures = await workspace.run('measured');
        runs.push(figures);
        return figures.wallMs;
      },
    };
    const bare = nodeLoop(graph, concurrency, folder);
    const contenders = [bare, ours, make(graph, concurrency, folder)];
    if (findProgram('ninja', process.env) !== null) contenders.push(ninja(graph, concurrency, folder));
    contenders.push({ ...wireit(graph, concurrency, folder), rounds: 1 });
    const samples = await takeTurns(contenders, rounds);
    const reference = median(samples.get(bare.name) ?? []);
    const row = (name: string, values: readonly number[]): string[] => [
      name,
      figure(median(values)),
      ratio(median(values), reference),
      figure((1000 * executions) / median(values)),
      `${figure(Math.min(...values))} – ${figure(Math.max(...values))}`,
    ];
    const rows = [...samples].map(([name, values]) => row(name, values));
    rows.push(
      row(
        'dodeca, as recorded',
        runs.map(({ recordedMs }) => recordedMs),
      ),
      row(
        'dodeca, processor time of the engine',
        runs.map(({ engineCpuMs }) => engineCpuMs),
      ),
    );
    return {
      title: `${executions} no-op executions, ${concurrency} at once, journal and logs on (median of ${rounds})`,
      rows: [['', 'ms', 'to bare', 'a second', 'range, ms'], ...rows],
      goal: 'at most 1.25× the bare Node loop',
    };
  } finally {
    await workspace.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}
