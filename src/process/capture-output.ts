import { execFile } from 'node:child_process';

/** What a short-lived system tool prints, or null where it cannot be run or fails. Its language is English. */
export function captureOutput(file: string, args: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(
      file,
      args,
      {
        env: { ...process.env, LC_ALL: 'C' },
        encoding: 'latin1',
        maxBuffer: 256 * 1024 * 1024,
        timeout: 30_000,
        windowsHide: true,
      },
      (error, stdout) => resolve(error === null ? stdout : null),
    );
  });
}
