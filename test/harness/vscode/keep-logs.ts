import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Keeps the logs of a window that something went wrong in, and says where. */
export function keepLogs(folder: string, into: string): void {
  rmSync(into, { recursive: true, force: true });
  for (const name of ['l', 'server.log', 'window.log'])
    if (existsSync(join(folder, name))) cpSync(join(folder, name), join(into, name), { recursive: true });
  process.stderr.write(`  The logs of VS Code are in ${into}\n`);
}
