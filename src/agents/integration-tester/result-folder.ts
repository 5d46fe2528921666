import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emit } from '../../agent-protocol/emit.ts';
import { errorMessage, UserError } from '../../common/errors.ts';
import { reportFolder } from '../report-file.ts';
import { toldPath } from '../told-path.ts';

const own = /^\d+\.(log|xml|jsonl|json)$/;

/** The folder of what the suites printed and told; what an earlier run left there is removed. */
export class ResultFolder {
  /** Relative to the workspace. */
  readonly path = `${reportFolder}/integration-tests`;
  readonly #workspace: string;
  readonly #absolute: string;

  /** Throws the UserError `report.unwritable`. */
  constructor(workspace: string) {
    this.#workspace = workspace;
    this.#absolute = join(workspace, this.path);
    try {
      // A link could lead out of the workspace.
      for (const place of ['.dodeca', reportFolder, this.path])
        if (lstatSync(join(workspace, place), { throwIfNoEntry: false })?.isSymbolicLink())
          throw new Error(`${place} is a symbolic link`);
      mkdirSync(this.#absolute, { recursive: true });
      for (const name of readdirSync(this.#absolute))
        if (own.test(name)) rmSync(join(this.#absolute, name), { force: true });
    } catch (error) {
      throw new UserError('report.unwritable', `${this.path} cannot be written: ${errorMessage(error)}`, {
        cause: error,
      });
    }
  }

  /** The absolute path of a file in it. */
  file(name: string): string {
    return join(this.#absolute, name);
  }

  /** Writes a file that is no report by itself. */
  write(name: string, text: string): string {
    const file = this.file(name);
    rmSync(file, { force: true });
    writeFileSync(file, text, { flag: 'wx' });
    return file;
  }

  /** Writes what a suite printed, and tells it as an artifact; answers with its path, relative to the workspace. */
  writeLog(name: string, text: string): string {
    this.write(name, text);
    const path = `${this.path}/${name}`;
    emit({ type: 'artifact', path: toldPath(this.#workspace, path), kind: 'log' });
    return path;
  }
}

/** The text of a file of results, where it was written since then and is not too large; else null. */
export function readResults(path: string, sinceMs: number, mostBytes: number): string | null {
  try {
    const { size, mtimeMs } = statSync(path);
    // Clocks of file systems are coarse.
    return size > mostBytes || mtimeMs < sinceMs - 2000 ? null : readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
