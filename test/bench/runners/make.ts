import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Contender } from '../samples.ts';
import { timed } from '../samples.ts';
import type { TaskGraph } from '../task-graph.ts';
import { commandOf } from '../task-program.ts';
import { capture } from './capture.ts';

/** `make -j` on a graph. */
export function make(graph: TaskGraph, concurrency: number, folder: string): Contender {
  const { tasks } = graph;
  const file = join(folder, 'Makefile');
  const all = tasks.map(({ id }) => id).join(' ');
  const rules = tasks.map((task) => {
    const deps = task.deps.map((dep) => tasks[dep]?.id).join(' ');
    return `${task.id}: ${deps}\n\t@${commandOf(task).join(' ')}\n`;
  });
  writeFileSync(file, `.PHONY: all ${all}\nall: ${all}\n${rules.join('')}`);
  return {
    name: `make -j${concurrency}`,
    measure: () =>
      timed(() => capture('make', ['-s', '-r', `-j${concurrency}`, '-f', file, 'all'], { cwd: folder })),
  };
}
