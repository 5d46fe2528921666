import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Task, TaskGraph } from './task-graph.ts';

interface WorkflowFile {
  readonly name: string;
  readonly tasks: readonly {
    readonly id: string;
    readonly deps: readonly string[];
    readonly runtime_s: number;
  }[];
}

/** More tasks than this take too long with every tool. */
const mostTasks = 1500;

/**
 * Recorded workflows, where there are any: JSON files of `{name, tasks: [{id, deps, runtime_s}]}` in the folder
 * `workflows` of `DODECA_EVAL`.
 */
export function workflowGraphs(): TaskGraph[] {
  const sibling = fileURLToPath(new URL('../../../shared/eval', import.meta.url));
  const folder = join(process.env.DODECA_EVAL ?? sibling, 'workflows');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => fromWorkflow(JSON.parse(readFileSync(join(folder, file), 'utf8'))))
    .filter(({ tasks }) => tasks.length <= mostTasks);
}

function fromWorkflow({ name, tasks }: WorkflowFile): TaskGraph {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const indices = new Map<string, number>();
  const ordered: Task[] = [];
  // Tasks may be named before what they wait for.
  const visit = (id: string): number => {
    const known = indices.get(id);
    if (known !== undefined) return known;
    const task = byId.get(id);
    const deps = [...new Set(task?.deps ?? [])].filter((dep) => byId.has(dep)).map(visit);
    const index = ordered.push({ id: `t${ordered.length}`, deps, ms: (task?.runtime_s ?? 0) * 1000 }) - 1;
    indices.set(id, index);
    return index;
  };
  for (const { id } of tasks) visit(id);
  return { name, tasks: ordered };
}

/** Graphs made by chance, the same ones each time: wide and shallow, narrow and deep, and many short tasks. */
export function randomGraphs(): TaskGraph[] {
  return [
    randomGraph('random wide', { count: 120, window: 60, maxDeps: 2, spread: 10, seed: 1 }),
    randomGraph('random deep', { count: 100, window: 12, maxDeps: 3, spread: 4, seed: 2 }),
    randomGraph('random short', { count: 600, window: 200, maxDeps: 3, spread: 3, seed: 3 }),
  ];
}

interface Shape {
  readonly count: number;
  /** How far back a task looks for what it waits for. */
  readonly window: number;
  readonly maxDeps: number;
  /** How many times longer the longest task is than the shortest. */
  readonly spread: number;
  readonly seed: number;
}

function randomGraph(name: string, { count, window, maxDeps, spread, seed }: Shape): TaskGraph {
  const random = sequence(seed);
  const tasks = Array.from({ length: count }, (_, index): Task => {
    const deps = new Set<number>();
    const wanted = Math.floor(random() * (maxDeps + 1));
    for (let n = 0; n < wanted && index > 0; n++) {
      deps.add(Math.max(0, index - 1 - Math.floor(random() * window)));
    }
    return { id: `t${index}`, deps: [...deps], ms: 1000 * spread ** random() };
  });
  return { name, tasks };
}

/** Numbers in [0, 1) that only look like chance (mulberry32). */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
