// Prints a table for each topic. Times are printed, never judged: what is good is said beside them.
import { cpus } from 'node:os';
import { table } from '../../src/report-text/table.ts';
import { disposeAll } from './bench-workspace.ts';
import type { Topic } from './topic.ts';

const topics: Readonly<Record<string, () => Promise<Topic>>> = {
  overhead: async () => (await import('./topics/overhead.ts')).overhead,
  makespan: async () => (await import('./topics/makespan.ts')).makespan,
  planning: async () => (await import('./topics/planning.ts')).planning,
  journal: async () => (await import('./topics/journal.ts')).journal,
  library: async () => (await import('./topics/library.ts')).library,
  memory: async () => (await import('./topics/memory.ts')).memory,
  start: async () => (await import('./topics/start.ts')).start,
  debugging: async () => (await import('./topics/debugging.ts')).debugging,
};

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => void disposeAll().finally(() => process.exit(130)));

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(topics, name));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no topic ${unknown.join(', ')}. Topics: ${Object.keys(topics).join(', ')}.\n`,
  );
  process.exitCode = 2;
} else {
  const machine = cpus();
  process.stdout.write(
    `Node ${process.version}, ${process.platform}-${process.arch}, ${machine.length} × ${machine[0]?.model}\n`,
  );
  for (const name of asked.length > 0 ? asked : Object.keys(topics)) {
    const started = performance.now();
    process.stdout.write(`\n━━ ${name} ━━\n`);
    const topic = await topics[name]?.();
    for await (const { title, rows, goal } of topic?.tables() ?? []) {
      process.stdout.write(
        `\n${title}\n${table(rows)
          .map((line) => `  ${line}\n`)
          .join('')}`,
      );
      if (goal !== undefined) process.stdout.write(`  goal: ${goal}\n`);
    }
    process.stdout.write(`\n  (${((performance.now() - started) / 1000).toFixed(0)} s)\n`);
  }
}
