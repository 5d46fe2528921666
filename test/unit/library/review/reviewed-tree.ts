import type { Extractor } from '../../../../src/library/extract/extractor.ts';
import { openExtractor } from '../../../../src/library/extract/extractor.ts';
import type { RecordedFacts } from '../../../../src/library/record/recorded-facts.ts';
import { documentReport, reviewQueue } from '../../../../src/library/review/read-review.ts';
import type { DocumentReport, FixReport, ReviewQueue } from '../../../../src/model/library-review.ts';
import { Database } from '../../../../src/sqlite/database.ts';
import { type OpenBuilder, openBuilder } from '../build/open-builder.ts';
import { type TemporaryTree, temporaryTree } from '../temporary-tree.ts';

let extractor: Extractor | undefined;

/** A tree of real files with the library of it, which a builder in this thread keeps. */
export interface ReviewedTree extends TemporaryTree {
  build(full?: boolean): Promise<void>;
  /** Throws where the document is not in the library. */
  document(path: string): DocumentReport;
  /** `status` of a document, with why. */
  status(path: string): string;
  statuses(): Record<string, string>;
  queue(limit?: number): ReviewQueue;
  /** SHA-256 of what the library has of a file. */
  hash(path: string): string;
  learn(facts: Partial<RecordedFacts>): Promise<void>;
  decide(path: string, decision: 'accept' | 'reject' | 'canonical' | 'clear'): Promise<void>;
  fix(paths?: readonly string[] | null): ReturnType<OpenBuilder['builder']['fix']>;
  /** As if the process had been killed and another one begun. */
  reopen(): void;
  sql<Row = Record<string, unknown>>(statement: string): Row[];
}

export type { FixReport };

/** Makes a tree and builds its library once. */
export async function reviewedTree(
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<ReviewedTree> {
  extractor ??= await openExtractor();
  const reader = extractor;
  const tree = await temporaryTree(files);
  let open = openBuilder(tree.root, { extractor: reader });
  let seq = 0;
  const read = <T>(work: (db: Database) => T): T => {
    const db = new Database(open.database, { name: 'library' });
    try {
      return work(db);
    } finally {
      db.close();
    }
  };
  const reviewed: ReviewedTree = {
    ...tree,
    async build(full = false) {
      await open.build(full);
      if (open.failures.length > 0) throw open.failures[0];
    },
    document(path) {
      const report = read((db) => documentReport(db, path));
      if (report === null) throw new Error(`${path} is not in the library`);
      return report;
    },
    status(path) {
      const { status, because } = reviewed.document(path);
      return `${status}: ${because}`;
    },
    statuses: () =>
      Object.fromEntries(
        read((db) =>
          db
            .prepare<{ path: string; status: string }>('SELECT path, status FROM files ORDER BY path')
            .all()
            .map(({ path, status }) => [path, status]),
        ),
      ),
    queue: (limit = 100) => read((db) => reviewQueue(db, limit)),
    hash: (path) =>
      read(
        (db) =>
          db.prepare<{ hash: string }>('SELECT hash FROM files WHERE path = ?').get(path)?.hash ?? 'none',
      ),
    async learn(facts) {
      const known = await open.builder.learn({ ...nothing, ...facts, after: seq, seq: seq + 1 });
      seq += 1;
      if (known !== seq) throw new Error(`the library knows ${known}, and not ${seq}`);
    },
    decide: (path, decision) =>
      reviewed.learn({
        decisions: [
          {
            path,
            decision,
            hash: reviewed.hash(path),
            at: `2026-02-03T04:05:${String(seq).padStart(2, '0')}.000Z`,
            by: 'Ada',
          },
        ],
      }),
    fix: (paths = null) => open.builder.fix(paths),
    reopen() {
      open.builder.close();
      open = openBuilder(tree.root, { extractor: reader });
    },
    sql: <Row>(statement: string) => read((db) => db.prepare<Row>(statement).all()),
    async remove() {
      open.builder.close();
      await tree.remove();
    },
  };
  await reviewed.build();
  return reviewed;
}

const nothing: Omit<RecordedFacts, 'after' | 'seq'> = {
  anew: false,
  runs: [],
  executions: [],
  decisions: [],
  productions: [],
  tests: [],
  testReports: [],
  retired: [],
};

/** A text of different words, by its number; `changed` says which of them are others. */
export function prose(seed: number, words = 200, changed: readonly number[] = []): string {
  const word = (at: number) => `w${((seed * 7919 + at * 104_729) % 100_003).toString(36)}`;
  return Array.from({ length: words }, (_, at) => (changed.includes(at) ? `other${at}` : word(at)))
    .join(' ')
    .replace(/((?:\S+ ){12})/g, '$1\n');
}
