import type { Database } from '../../sqlite/database.ts';

/** The last event of the journal that the library was told of; 0 where there is none. */
export function learnedSeq(db: Database): number {
  const row = db.prepare<{ value: number }>("SELECT value FROM meta WHERE key = 'learned_seq'").get();
  return Number(row?.value ?? 0);
}
