// A process that takes something on a file, says `held`, and keeps it until it is killed.
import { setTimeout as wait } from 'node:timers/promises';
import { Database } from '../../../src/sqlite/database.ts';
import { tryLock } from '../../../src/sqlite/exclusive-lock.ts';

const [what, path] = process.argv.slice(2);
if (what === undefined || path === undefined) throw new Error('usage: hold-file.ts lock|write FILE');
if (what === 'lock') {
  process.stdout.write(tryLock(path) ? 'held\n' : 'refused\n');
} else {
  const db = new Database(path, { name: 'journal' });
  db.exec('BEGIN IMMEDIATE');
  process.stdout.write('held\n');
  // Referred to until the end, or it would be collected and closed.
  process.on('exit', () => db.close());
}
// Long enough for any test, short enough to leave nothing behind for ever.
await wait(30_000);
