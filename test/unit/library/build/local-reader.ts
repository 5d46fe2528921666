import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type DocumentExtractor, DocumentReader } from '../../../../src/library/build/document-reader.ts';
import { FileReader } from '../../../../src/library/build/file-reader.ts';
import type { Reader } from '../../../../src/library/build/read-results.ts';
import { ReadingMark } from '../../../../src/library/build/reading-mark.ts';

/** Reads in this thread: what is asked at once is read one after the other, as in a thread of its own. */
export function localReader(root: string, extractor: DocumentExtractor): Reader {
  let files: FileReader | undefined;
  let last: Promise<unknown> = nextTurn();
  return {
    read(asked, maxBytes) {
      const results = last.then(async () => {
        files ??= new FileReader({
          root,
          documents: new DocumentReader(
            extractor,
            new ReadingMark(join(root, '.dodeca', 'library.db.reading')),
            { begin: () => undefined, end: () => undefined },
            [],
          ),
          now: Date.now,
        });
        await nextTurn();
        return files.read(asked, maxBytes);
      });
      last = results;
      return results;
    },
  };
}
