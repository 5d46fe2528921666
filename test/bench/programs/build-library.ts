// Builds the library of a folder, as an engine does it, and prints what that took: one line of JSON.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Library } from '../../../src/library/library.ts';
import { cpuTime, memoryOf } from '../process-figures.ts';

/** What building a library took. */
export interface BuildFigures {
  readonly ms: number;
  /** On all processors together, ms. */
  readonly cpuMs: number;
  /** Until the first files can be found, ms. */
  readonly searchableMs: number;
  /** By how much the process was larger at most than before, MiB. */
  readonly growthMiB: number;
  /** The longest that the event loop of the process waited, for whatever else the machine did, too, ms. */
  readonly delayMs: number;
  /** The longest that it was busy itself, ms on a processor. */
  readonly busyMs: number;
}

const [workspace = '', database = '', workerEntry = ''] = process.argv.slice(2);
const library = new Library({ workspace, database, workerEntry });
const before = memoryOf(process.pid).nowMiB;
const beforeCpu = cpuTime(process.pid);
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
let busyMs = 0;
let lastCpu = threadCpu();
const looking = setInterval(look, 5);
const began = performance.now();
let searchableMs = Number.NaN;
library.onChange(() => {
  if (Number.isNaN(searchableMs)) searchableMs = performance.now() - began;
});
await library.build();
const ms = performance.now() - began;
look();
clearInterval(looking);
delay.disable();
const growthMiB = memoryOf(process.pid).peakMiB - before;
const cpuMs = cpuTime(process.pid) - beforeCpu;
const figures: BuildFigures = { ms, cpuMs, searchableMs, growthMiB, delayMs: delay.max / 1e6, busyMs };
process.stdout.write(`${JSON.stringify(figures)}\n`);
await library.close();

/** Milliseconds that this thread was on a processor. */
function threadCpu(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

function look(): void {
  const now = threadCpu();
  busyMs = Math.max(busyMs, now - lastCpu);
  lastCpu = now;
}
