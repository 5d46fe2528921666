import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorMessage } from '../../common/errors.ts';
import { err, ok, type Result } from '../../common/result.ts';
import { formatBytes } from '../../common/text.ts';
import { findFiles } from '../cache/glob.ts';
import { writablePath } from '../cache/workspace-path.ts';

/** Bytes of output files that are remembered of one execution: they are kept in memory. */
const mostBytes = 64 * 1024 * 1024;

/** The output files of an execution as they were before it; or why they are not known. */
type Snapshot = Result<ReadonlyMap<string, { readonly bytes: Buffer; readonly mode: number }>, string>;

/**
 * The declared output files of agents as they were before they ran, for as long as their run is debugged: what a step
 * back puts in place again.
 */
export class OutputSnapshots {
  readonly #workspace: string;
  readonly #byExecution = new Map<string, Snapshot>();

  constructor(workspace: string) {
    this.#workspace = workspace;
  }

  /** Remembers what is there now. Never throws: what cannot be remembered cannot be taken back, and says why then. */
  async take(executionId: string, outputs: readonly string[]): Promise<void> {
    this.#byExecution.set(executionId, await this.#read(outputs));
  }

  /** Why the files of an execution cannot be put back; null where they can be. */
  problem(executionId: string): string | null {
    const snapshot = this.#byExecution.get(executionId);
    if (!snapshot) return 'its files were not remembered, since nobody debugged the run when it started';
    return snapshot.ok ? null : snapshot.error;
  }

  /** Puts the files back as they were; answers with the paths that were changed, relative to the workspace. */
  async restore(executionId: string, outputs: readonly string[]): Promise<Result<readonly string[], string>> {
    const snapshot = this.#byExecution.get(executionId);
    if (!snapshot?.ok) return err(this.problem(executionId) ?? '');
    try {
      const changed: string[] = [];
      for (const { path } of await findFiles(this.#workspace, outputs)) {
        if (snapshot.value.has(path)) continue;
        await rm(writablePath(this.#workspace, path), { force: true });
        changed.push(path);
      }
      for (const [path, { bytes, mode }] of snapshot.value) {
        const target = writablePath(this.#workspace, path);
        if (existsSync(target) && bytes.equals(await readFile(target))) continue;
        await mkdir(dirname(target), { recursive: true });
        const temporary = `${target}.${process.pid}.tmp`;
        await writeFile(temporary, bytes);
        await chmod(temporary, mode);
        await rename(temporary, target);
        changed.push(path);
      }
      return ok(changed.sort());
    } catch (error) {
      return err(errorMessage(error));
    }
  }

  /** Forgets what a run needs no more. */
  forget(executionIds: readonly string[]): void {
    for (const id of executionIds) this.#byExecution.delete(id);
  }

  async #read(outputs: readonly string[]): Promise<Snapshot> {
    try {
      const files = new Map<string, { bytes: Buffer; mode: number }>();
      let total = 0;
      for (const { path, absolute } of await findFiles(this.#workspace, outputs)) {
        const { size, mode } = await stat(absolute);
        total += size;
        if (total > mostBytes)
          return err(`its output files had more than ${formatBytes(mostBytes)}: that much is not remembered`);
        files.set(path, { bytes: await readFile(absolute), mode: mode & 0o777 });
      }
      return ok(files);
    } catch (error) {
      return err(errorMessage(error));
    }
  }
}
