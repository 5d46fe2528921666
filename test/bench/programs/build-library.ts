// Builds the library of a folder, as an engine does it, and prints what that took: one line of JSON.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Library } from '../../../src/library/library.ts';
import { memoryOf } from '../process-figures.ts';

/** What building a library took. */
export interface BuildFigures {
  readonly ms: number;
  /** Until the first files can be found, ms. */
  readonly searchableMs: number;
  /** By how much the process was larger at most than before, MiB. */
  readonly growthMiB: number;
  /** The longest that the event loop of the process waited, ms. */
  readonly delayMs: number;
}

const [workspace = '', database = '', workerEntry = ''] = process.argv.slice(2);
const library = new Library({ workspace, database, workerEntry });
const before = memoryOf(process.pid).nowMiB;
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
const began = performance.now();
let searchableMs = Number.NaN;
library.onChange(() => {
  if (Number.isNaN(searchableMs)) searchableMs = performance.now() - began;
});
await library.build();
const ms = performance.now() - began;
delay.disable();
const growthMiB = memoryOf(process.pid).peakMiB - before;
const figures: BuildFigures = { ms, searchableMs, growthMiB, delayMs: delay.max / 1e6 };
process.stdout.write(`${JSON.stringify(figures)}\n`);
await library.close();
