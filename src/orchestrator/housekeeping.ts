import { readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../common/errors.ts';
import type { Journal } from '../journal/journal.ts';
import type { ResultCache } from '../kernel/cache/result-cache.ts';

export interface House {
  readonly journal: Journal;
  readonly cache: ResultCache | null;
  readonly logsFolder: string;
}

/** Bytes that logs may take; the oldest runs go first. */
const maxLogBytes = 2 * 1024 ** 3;

/** Milliseconds between two rounds. */
const roundMs = 24 * 3_600_000;

/** Removes runs that are too old or too many and not pinned, their logs, and results that expired; at most once a day. */
export async function keepHouse(house: House, now: number): Promise<void> {
  const mark = join(house.logsFolder, '.kept');
  if (now - (await modifiedAt(mark)) < roundMs) return;
  const folders = await folderNames(house.logsFolder);
  if (folders.length === 0) return;
  for (const runId of await house.journal.retain()) await removeLogs(house.logsFolder, runId);
  await limitLogs(house, folders);
  await house.cache?.sweep();
  await writeFile(mark, '');
  await utimes(mark, now / 1000, now / 1000);
}

/** Keeps the logs of pinned runs, and of the newest of the others as many as fit. */
async function limitLogs({ journal, logsFolder }: House, folders: readonly string[]): Promise<void> {
  const kept = new Set([...journal.unfinishedRuns().map(({ runId }) => runId), ...journal.pinnedRuns()]);
  let total = 0;
  // Ids sort by time: the newest come first.
  for (const runId of [...folders].sort().reverse()) {
    if (kept.has(runId)) continue;
    total += await folderBytes(join(logsFolder, runId));
    if (total > maxLogBytes) await removeLogs(logsFolder, runId);
  }
}

async function removeLogs(logsFolder: string, runId: string): Promise<void> {
  await rm(join(logsFolder, runId), { recursive: true, force: true });
}

async function folderNames(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

async function folderBytes(folder: string): Promise<number> {
  let total = 0;
  for (const name of await readdir(folder)) total += (await stat(join(folder, name))).size;
  return total;
}

/** Milliseconds since the epoch; 0 where there is no such file. */
async function modifiedAt(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 0;
    throw error;
  }
}
