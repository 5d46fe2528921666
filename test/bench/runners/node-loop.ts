import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Contender } from '../samples.ts';
import { remainingPaths, type TaskGraph } from '../task-graph.ts';
import { commandOf } from '../task-program.ts';
import { capture } from './capture.ts';

const program = fileURLToPath(new URL('../programs/node-loop.mjs', import.meta.url));

/** A bare Node loop with the same rule in a process of its own; it measures itself, without Node's start. */
export function nodeLoop(graph: TaskGraph, concurrency: number, folder: string): Contender {
  const remaining = remainingPaths(graph);
  const file = join(folder, 'graph.json');
  const tasks = graph.tasks.map((task, index) => ({
    deps: task.deps,
    command: commandOf(task),
    remaining: remaining[index],
  }));
  writeFileSync(file, JSON.stringify({ concurrency, tasks }));
  return {
    name: `bare Node loop, ${concurrency} at once`,
    measure: async () => Number(await capture(process.execPath, [program, file])),
  };
}
