import { parentPort, workerData } from 'node:worker_threads';
import type { WorkerRole } from './library/workers/worker-messages.ts';

const role: WorkerRole = workerData;
if (parentPort === null) throw new Error('This program is started by the engine, as a thread of it.');
// A thread loads only what it needs.
switch (role.role) {
  case 'builder': {
    const { serveBuilder } = await import('./library/workers/serve-builder.ts');
    serveBuilder(parentPort, role);
    break;
  }
  case 'reader': {
    const { serveReader } = await import('./library/workers/serve-reader.ts');
    const { openExtractor } = await import('./library/extract/extractor.ts');
    serveReader(parentPort, role, openExtractor);
    break;
  }
  case 'searcher': {
    const { serveSearcher } = await import('./library/workers/serve-searcher.ts');
    const { openSearcher } = await import('./library/search/searcher.ts');
    serveSearcher(parentPort, role, openSearcher);
    break;
  }
}
