import type { Database } from '../../sqlite/database.ts';
import type { SkipReason } from '../scan.ts';

/** Each reason, as it follows `is left out: `. */
const reasons: Readonly<Record<SkipReason, string>> = {
  ignored: 'an ignore file or a setting says so',
  'not-source': 'it is no source (version control, installed packages, caches, our own state)',
  'symbolic-link': 'it is a symbolic link',
  'not-a-file': 'it is no file but a socket, a pipe or a device',
  unreadable: 'it cannot be read',
  'too-large': 'it is too large',
  binary: 'it is binary',
};

/** Why a file or folder is left out of the library, with the folder that was, in words; null where it is not. */
export function whyLeftOut(db: Database, path: string): string | null {
  const parts = path.split('/');
  const folders = parts.map((_, at) => `${parts.slice(0, at + 1).join('/')}/`);
  const find = db.prepare<{ reason: SkipReason; detail: string }>(
    'SELECT reason, detail FROM skipped WHERE path = ?',
  );
  for (const one of [...folders, path]) {
    const row = find.get(one);
    if (row === undefined) continue;
    const detail = row.detail === '' ? '' : ` (${row.detail})`;
    return `${one === path ? 'it' : one} is left out: ${reasons[row.reason]}${detail}`;
  }
  return null;
}
