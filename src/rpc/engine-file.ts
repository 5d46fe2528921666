import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { errorCode } from '../common/errors.ts';
import { checkOwn, checkStateFolder, type StateFolder } from './state-folder.ts';

const maxEngineFileBytes = 64 * 1024;

const engineFileSchema = z.object({
  pid: z.int().min(1),
  startedAt: z.string(),
  socket: z.string().min(1),
  token: z.string().min(1),
  version: z.string(),
});

/** How the engine of a workspace is found. */
export type EngineFile = z.infer<typeof engineFileSchema>;

/**
 * What the file says, or null where no engine can be found by it: it is missing, rubbish, or readable by others.
 * Throws a `UserError` when it, or its folder, is not the user's own.
 */
export function readEngineFile(folder: StateFolder): EngineFile | null {
  if (!checkStateFolder(folder)) return null;
  const stats = checkOwn(folder.engineFile, '.dodeca/engine.json');
  if (!stats?.isFile() || stats.size > maxEngineFileBytes) return null;
  if (process.platform !== 'win32' && (stats.mode & 0o077) !== 0) return null;
  let text: string;
  try {
    text = readFileSync(folder.engineFile, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
  const parsed = engineFileSchema.safeParse(parseJson(text));
  return parsed.success ? parsed.data : null;
}

/** Writes the file so that readers see all of it or nothing, and nobody else may read it. */
export function writeEngineFile(folder: StateFolder, file: EngineFile): void {
  const temporary = `${folder.engineFile}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    writeFileSync(temporary, `${JSON.stringify(file)}\n`, { mode: 0o600, flag: 'wx' });
    renameSync(temporary, folder.engineFile);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Removes the file if it is still the one of the engine with this token. */
export function removeEngineFile(folder: StateFolder, token: string): void {
  if (readEngineFile(folder)?.token === token) rmSync(folder.engineFile, { force: true });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Rubbish names no engine.
    return null;
  }
}
