import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Contender } from '../samples.ts';
import { timed } from '../samples.ts';
import type { TaskGraph } from '../task-graph.ts';
import { commandOf } from '../task-program.ts';
import { capture } from './capture.ts';

/** `ninja -j` on a graph; no target exists, so that everything runs each time. */
export function ninja(graph: TaskGraph, concurrency: number, folder: string): Contender {
  const { tasks } = graph;
  const file = join(folder, 'build.ninja');
  const builds = tasks.map((task) => {
    const deps = task.deps.map((dep) => tasks[dep]?.id).join(' ');
    return `build ${task.id}: task ${deps}\n  words = ${commandOf(task).join(' ')}\n`;
  });
  writeFileSync(file, `rule task\n  command = $words\n${builds.join('')}`);
  return {
    name: `ninja -j${concurrency}`,
    measure: () => timed(() => capture('ninja', [`-j${concurrency}`, '-f', file], { cwd: folder })),
  };
}
