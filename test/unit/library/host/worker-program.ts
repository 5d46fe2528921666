// The threads of a library whose documents can do harm: what a file begins with says what happens when it is read.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { DocumentExtractor } from '../../../../src/library/build/document-reader.ts';
import type { Searcher } from '../../../../src/library/search-request.ts';
import { serveBuilder } from '../../../../src/library/workers/serve-builder.ts';
import { serveReader } from '../../../../src/library/workers/serve-reader.ts';
import { serveSearcher } from '../../../../src/library/workers/serve-searcher.ts';
import type { WorkerRole } from '../../../../src/library/workers/worker-messages.ts';
import type { DocumentStatus } from '../../../../src/model/library-report.ts';
import type { Database } from '../../../../src/sqlite/database.ts';
import { plainExtractor } from '../build/plain-extractor.ts';

const role: WorkerRole = workerData;
if (parentPort === null) throw new Error('this is the program of a thread');
const kept: unknown[] = [];

const harmful: DocumentExtractor = {
  read(path, bytes) {
    const text = Buffer.from(bytes).toString('utf8');
    if (text.startsWith('hang')) for (;;);
    if (text.startsWith('exit')) process.exit(7);
    if (text.startsWith('explode')) for (;;) kept.push(new Array(1_000_000).fill(text));
    return plainExtractor.read(path, bytes);
  },
  readPlain(path, bytes, trouble) {
    if (Buffer.from(bytes).includes('always')) process.exit(7);
    return plainExtractor.readPlain(path, bytes, trouble);
  },
};

function plainSearcher(db: Database): Searcher {
  return {
    search({ query, limit = 20 }) {
      if (query === 'exit') process.exit(7);
      const hits = db
        .prepare<{ path: string; line: number; end_line: number; status: DocumentStatus }>(
          `SELECT files.path, line, end_line, status FROM passage_text JOIN passages ON passages.id = passage_text.rowid
             JOIN files ON files.id = passages.file WHERE passage_text MATCH ? ORDER BY files.path LIMIT ?`,
        )
        .all(query, limit);
      const rest = { kind: 'text', passage: 'text', cell: null, score: 1 } as const;
      return {
        hits: hits.map(({ path, line, end_line: endLine, status }) => ({
          path,
          line,
          endLine,
          title: path,
          status,
          ...rest,
        })),
        problem: null,
      };
    },
    suggest: () => [],
    define: () => null,
    prepare: () => false,
  };
}

if (role.role === 'builder') {
  // Dies when it has begun to build, as often as the file says.
  const deaths = join(role.workspace, '.dodeca', 'deaths');
  const left = existsSync(deaths) ? Number(readFileSync(deaths, 'utf8')) : 0;
  if (left > 0) {
    writeFileSync(deaths, String(left - 1));
    parentPort.once('message', () => setTimeout(() => process.exit(9), 20));
  }
  serveBuilder(parentPort, role);
}
if (role.role === 'reader') serveReader(parentPort, role, async () => harmful);
if (role.role === 'searcher') serveSearcher(parentPort, role, plainSearcher);
