import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made = new Set<string>();

process.on('exit', () => {
  for (const folder of made) {
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Somebody still writes there, who was asked to end just now.
    }
  }
});

/** A new temporary folder with a short path, for sockets lie below it. It goes with this process at the latest. */
export function shortTemporaryFolder(): string {
  const base = process.platform === 'win32' || tmpdir().length < 30 ? tmpdir() : '/tmp';
  const folder = realpathSync(mkdtempSync(join(base, 'dv-')));
  made.add(folder);
  return folder;
}
