import type { Database } from '../../sqlite/database.ts';
import type { LibraryQuestions } from '../library-questions.ts';
import { dependentsOf, referencesOf } from '../lineage/references.ts';
import { listFolder } from '../list-folder.ts';
import { learnedSeq } from '../record/learned.ts';
import { documentReport, documentStatusesOf, reviewQueue } from '../review/read-review.ts';
import { libraryFigures, noFigures } from '../store/library-figures.ts';
import { whyLeftOut } from '../store/why-left-out.ts';
import type { Handlers } from './serve-requests.ts';

/** What is answered from the database alone; of a library that was never built: nothing. */
export function answersFrom(
  database: () => Database | null,
): Handlers<Omit<LibraryQuestions, 'search' | 'suggest' | 'define'>> {
  const from = <T>(none: T, read: (db: Database) => T): T => {
    const db = database();
    return db === null ? none : read(db);
  };
  return {
    figures: () => from(noFigures, libraryFigures),
    list: (request) => from({ folders: [], files: [] }, (db) => listFolder(db, request)),
    statuses: ({ paths }) => from({}, (db) => documentStatusesOf(db, paths)),
    review: ({ limit }) => from(noQueue, (db) => reviewQueue(db, limit)),
    document: ({ path }) => from(null, (db) => documentReport(db, path)),
    leftOut: ({ path }) => from(null, (db) => whyLeftOut(db, path)),
    references: ({ path }) => from(null, (db) => referencesOf(db, path)),
    dependents: ({ paths }) => from([], (db) => dependentsOf(db, paths)),
    learned: () => from(0, learnedSeq),
  };
}

const noQueue = {
  statuses: {},
  waiting: { stale: 0, findings: 0, duplicates: 0 },
  documents: [],
  groups: [],
};
