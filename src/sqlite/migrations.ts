import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { UserError } from '../common/errors.ts';
import type { Database } from './database.ts';

/** One step of a schema; the n-th step makes `user_version` n. */
export interface Migration {
  readonly file: string;
  readonly sql: string;
}

/**
 * The migrations of a room, in order. In the sources they lie in `migrations/` beside the file that asks; a bundle
 * holds the code of many rooms, there they lie in `migrations/<room>/` beside the bundle.
 */
export function readMigrations(room: string, importMetaUrl: string): Migration[] {
  const bundled = fileURLToPath(new URL(`./migrations/${room}/`, importMetaUrl));
  const folder = existsSync(bundled) ? bundled : fileURLToPath(new URL('./migrations/', importMetaUrl));
  const files = readdirSync(folder)
    .filter((file) => /^\d{4}-.*\.sql$/.test(file))
    .sort();
  if (files.length === 0) throw new Error(`no migrations in ${folder}`);
  return files.map((file, index) => {
    if (Number(file.slice(0, 4)) !== index + 1) throw new Error(`${folder}: ${file} is out of sequence`);
    return { file, sql: readFileSync(`${folder}/${file}`, 'utf8') };
  });
}

/**
 * Brings a database up to the newest schema, all steps in one transaction. Takes the write lock even when there is
 * nothing to do, so that a database which cannot be written is told of now rather than at the first event.
 */
export function migrate(db: Database, name: string, migrations: readonly Migration[]): void {
  db.transaction(() => {
    const version = db.pragma('user_version');
    if (version > migrations.length) {
      throw new UserError(
        `${name}-newer`,
        `The ${name} ${db.path} was written by a newer Dodeca (its format is ${version}, this program knows up to ${migrations.length}). Update Dodeca, or move the file away to begin a new one.`,
      );
    }
    if (version === 0 && db.prepare('SELECT 1 FROM sqlite_master LIMIT 1').get() !== undefined) {
      throw new UserError(
        `${name}-foreign`,
        `${db.path} is a database of another program. Move the file away, so that the ${name} can be made there.`,
      );
    }
    for (const { sql } of migrations.slice(version)) db.exec(sql);
    if (version < migrations.length) db.exec(`PRAGMA user_version = ${migrations.length}`);
  });
}
