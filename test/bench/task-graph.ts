/** Programs with what they wait for. */
export interface TaskGraph {
  readonly name: string;
  readonly tasks: readonly Task[];
}

export interface Task {
  /** Letters, digits and `_`: every tool takes it as it stands. */
  readonly id: string;
  /** Indices of the tasks that must have ended before. */
  readonly deps: readonly number[];
  /** Milliseconds that it sleeps; 0 is a program that does nothing. */
  readonly ms: number;
}

/** The longest path from the beginning of each task to the end of the graph, ms. Tasks are named after their deps. */
export function remainingPaths({ tasks }: TaskGraph): number[] {
  const rest = new Array<number>(tasks.length).fill(0);
  for (let index = tasks.length - 1; index >= 0; index--) {
    const task = tasks[index] as Task;
    rest[index] = (rest[index] as number) + task.ms;
    for (const dep of task.deps) rest[dep] = Math.max(rest[dep] as number, rest[index] as number);
  }
  return rest;
}

/** No schedule on so many workers is shorter than this, ms. */
export function lowerBound(graph: TaskGraph, workers: number): number {
  const work = graph.tasks.reduce((sum, { ms }) => sum + ms, 0);
  return Math.max(work / workers, ...remainingPaths(graph));
}

/** The same graph with its bound at `boundMs`; whole milliseconds, at least one. */
export function scaledTo(graph: TaskGraph, workers: number, boundMs: number): TaskGraph {
  const factor = boundMs / lowerBound(graph, workers);
  const tasks = graph.tasks.map((task) => ({ ...task, ms: Math.max(1, Math.round(task.ms * factor)) }));
  return { name: graph.name, tasks };
}

/** Tasks that wait for nothing and do nothing. */
export function flatGraph(count: number): TaskGraph {
  const tasks = Array.from({ length: count }, (_, index) => ({ id: `task_${index}`, deps: [], ms: 0 }));
  return { name: `${count} no-ops`, tasks };
}
