import { type Migration, readMigrations } from '../sqlite/migrations.ts';

/** What the database is called in messages and error codes: `library-full`, `library-damaged` … */
export const libraryName = 'library';

/** The schema of the database; its number is what `PRAGMA user_version` says. */
export function libraryMigrations(): Migration[] {
  return readMigrations(libraryName, import.meta.url);
}
