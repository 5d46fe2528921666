import { stringify } from 'yaml';
import type { TaskGraph } from '../task-graph.ts';
import { commandOf } from '../task-program.ts';

/** A graph as a definition with the pipeline `measured`: one parallel stage where nothing waits, else a stage a task. */
export function dodecaDefinition(graph: TaskGraph, concurrency: number): string {
  const { tasks } = graph;
  const agents = tasks.map((task) => {
    const [file, ...args] = commandOf(task);
    return [task.id, args.length === 0 ? { file } : { file, args }];
  });
  const flat = tasks.every(({ deps }) => deps.length === 0);
  const stages = flat
    ? [{ name: 'all', agents: tasks.map(({ id }) => id), parallel: true }]
    : tasks.map(({ id, deps }) => ({
        name: id,
        agents: [id],
        needs: deps.flatMap((dep) => tasks[dep]?.id ?? []),
      }));
  return stringify({
    version: 1,
    limits: { concurrency },
    agents: Object.fromEntries(agents),
    pipelines: { measured: { stages } },
  });
}
