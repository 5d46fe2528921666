import type { MessagePort } from 'node:worker_threads';
import { systemClock } from '../../common/clock.ts';
import { type DocumentExtractor, DocumentReader } from '../build/document-reader.ts';
import { FileReader } from '../build/file-reader.ts';
import { ReadingMark } from '../build/reading-mark.ts';
import { ReadingSlot } from './reading-slot.ts';
import { serveRequests } from './serve-requests.ts';
import type { ReaderMethods, WorkerRole } from './worker-messages.ts';

/** Reads the files of a library, in a thread of its own. */
export function serveReader(
  port: MessagePort,
  role: Extract<WorkerRole, { role: 'reader' }>,
  openExtractor: () => Promise<DocumentExtractor>,
): void {
  const mark = new ReadingMark(`${role.database}.reading`);
  const opened = openExtractor().then((extractor) => {
    const documents = new DocumentReader(extractor, mark, new ReadingSlot(role.slot), role.poison);
    return new FileReader({ root: role.workspace, documents, now: systemClock.now });
  });
  serveRequests<ReaderMethods>(port, {
    read: async ({ files, maxBytes }) => (await opened).read(files, maxBytes),
    close: () => {
      mark.close();
      port.close();
      return null;
    },
  });
}
