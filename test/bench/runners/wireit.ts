import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Contender } from '../samples.ts';
import { timed } from '../samples.ts';
import type { TaskGraph } from '../task-graph.ts';
import { commandOf } from '../task-program.ts';
import { capture } from './capture.ts';

const program = fileURLToPath(new URL('../../../node_modules/wireit/bin/wireit.js', import.meta.url));

/** wireit on a graph, without cache: scripts without files run each time. */
export function wireit(graph: TaskGraph, concurrency: number, folder: string): Contender {
  const { tasks } = graph;
  const names = tasks.map(({ id }) => id);
  const manifest = join(folder, 'package.json');
  const rules = tasks.map((task) => {
    const dependencies = task.deps.flatMap((dep) => tasks[dep]?.id ?? []);
    return [task.id, { command: commandOf(task).join(' '), dependencies }];
  });
  writeFileSync(
    manifest,
    JSON.stringify({
      name: 'measured',
      version: '1.0.0',
      scripts: Object.fromEntries(['all', ...names].map((name) => [name, 'wireit'])),
      wireit: { all: { dependencies: names }, ...Object.fromEntries(rules) },
    }),
  );
  const env = {
    ...process.env,
    npm_package_json: manifest,
    npm_lifecycle_event: 'all',
    WIREIT_PARALLEL: String(concurrency),
    WIREIT_CACHE: 'none',
    WIREIT_LOGGER: 'quiet-ci',
  };
  return {
    name: `wireit, ${concurrency} at once`,
    measure: () => timed(() => capture(process.execPath, [program], { cwd: folder, env })),
  };
}
