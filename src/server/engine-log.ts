import { appendFileSync, renameSync, rmSync, statSync } from 'node:fs';
import type { Logger } from '../common/logger.ts';

/** Bytes above which the log begins anew; one older part is kept. */
const maxLogBytes = 512 * 1024;

/** The engine's own diagnostics, in a small file. */
export function openEngineLog(path: string): Logger {
  let size = sizeOf(path);
  const rotate = () => {
    rmSync(`${path}.old`, { force: true });
    renameSync(path, `${path}.old`);
    size = 0;
  };
  const write = (level: string, message: string) => {
    const line = `${new Date().toISOString()} ${process.pid} ${level} ${message}\n`;
    try {
      if (size > maxLogBytes) rotate();
      appendFileSync(path, line, { mode: 0o600 });
      size += Buffer.byteLength(line);
    } catch {
      // A log that cannot be written (full disk, folder gone) has nowhere to say so, and stops nothing.
    }
  };
  return {
    info: (message) => write('info', message),
    warn: (message) => write('warn', message),
    error: (message, error) =>
      write('error', error === undefined ? message : `${message}: ${describe(error)}`),
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
