import { mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new temporary folder with a short path, for sockets lie below it. The caller removes it. */
export function shortTemporaryFolder(): string {
  const base = process.platform === 'win32' || tmpdir().length < 30 ? tmpdir() : '/tmp';
  return realpathSync(mkdtempSync(join(base, 'dv-')));
}
