import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AgentInput } from '../../agent-protocol/input.ts';
import { errorCode } from '../../common/errors.ts';

/** More files than this are forgotten, and written again when they are needed again. */
const mostRemembered = 10_000;

/**
 * The JSON files that agents are given. Executions of one run with the same input share one file, named after its
 * content and not writable: making a file is one of the dearer parts of starting a process.
 */
export class InputFiles {
  readonly #logsFolder: string;
  /** Written by this engine, and therefore whole. */
  readonly #written = new Set<string>();

  constructor(logsFolder: string) {
    this.#logsFolder = logsFolder;
  }

  /** Makes sure that the file exists, and gives its path. Throws what the file system says. */
  write(runId: string, input: AgentInput): string {
    const text = JSON.stringify(input);
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 32);
    const path = join(this.#logsFolder, runId, `input-${hash}.json`);
    if (this.#written.has(path) && existsSync(path)) return path;
    try {
      create(path, text);
    } catch (error) {
      if (errorCode(error) === 'ENOENT') mkdirSync(dirname(path), { recursive: true });
      else if (errorCode(error) === 'EEXIST') rmSync(path, { force: true });
      else throw error;
      create(path, text);
    }
    if (this.#written.size >= mostRemembered) this.#written.clear();
    this.#written.add(path);
    return path;
  }
}

function create(path: string, text: string): void {
  writeFileSync(path, text, { mode: 0o400, flag: 'wx' });
}
