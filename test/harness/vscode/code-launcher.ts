import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const shim = join(import.meta.dirname, 'code-shim.ts');

/** Writes a program that can stand for a desktop `code`; answers with its path. */
export function writeCodeLauncher(folder: string): string {
  if (process.platform === 'win32') {
    const file = join(folder, 'code.cmd');
    writeFileSync(file, `@"${process.execPath}" "${shim}" %*\r\n`);
    return file;
  }
  const quoted = (path: string): string => `'${path.replaceAll("'", `'\\''`)}'`;
  const file = join(folder, 'code');
  writeFileSync(file, `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(shim)} "$@"\n`);
  chmodSync(file, 0o755);
  return file;
}
