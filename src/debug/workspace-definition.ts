import { realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { err, ok, type Result } from '../common/result.ts';
import type { Analysis } from '../pipeline/analyze-definition.ts';
import { definitionFiles, loadDefinition } from '../pipeline/load-definition.ts';
import { DefinitionLines } from './definition-lines.ts';

/** The definition of a workspace as it is on disk, read again when its file has changed. */
export class WorkspaceDefinition {
  /** Absolute, as it was given. */
  readonly workspace: string;
  #read: { readonly mark: string; readonly analysis: Analysis; readonly lines: DefinitionLines } | null =
    null;

  constructor(workspace: string) {
    this.workspace = resolve(workspace);
  }

  /** The definition, checked. */
  get analysis(): Analysis {
    return this.#load().analysis;
  }

  /** Where its things stand, as far as it can be read. */
  get lines(): DefinitionLines {
    return this.#load().lines;
  }

  /** The file, absolute; null where the built-in definition serves. */
  get path(): string | null {
    const { file } = this.analysis;
    return file === null ? null : join(this.workspace, file);
  }

  /** The lines where a run can stop, or why there are none. */
  stopLines(): Result<DefinitionLines, string> {
    const { analysis, lines } = this.#load();
    const problem = analysis.problems.find(({ severity }) => severity === 'error');
    if (analysis.yaml.root === null && problem) {
      return err(`the definition cannot be read: line ${problem.line}: ${problem.message}`);
    }
    if (lines.locations.length === 0) return err('this definition has nothing that a run could stop at');
    return ok(lines);
  }

  /** Why breakpoints in a file have no effect; null where it is the definition. */
  refusal(file: string): string | null {
    const name = basename(file);
    if (!isDefinitionName(name) || realFolder(dirname(file)) !== realFolder(this.workspace)) {
      return `a run stops only in the definition of its workspace, ${this.path ?? 'which is built in'}`;
    }
    const used = this.analysis.file;
    if (used === name) return null;
    return used === null ? `there is no ${name}` : `${name} is not read, since there is a ${used}`;
  }

  #load() {
    const mark = definitionFiles.map((file) => markOf(join(this.workspace, file))).join(' ');
    if (this.#read?.mark !== mark) {
      const analysis = loadDefinition(this.workspace);
      this.#read = { mark, analysis, lines: new DefinitionLines(analysis.positions) };
    }
    return this.#read;
  }
}

/** Whether a file of this name may be a definition. */
export function isDefinitionName(name: string): boolean {
  return (definitionFiles as readonly string[]).includes(name);
}

/** What changes whenever a file does. */
function markOf(path: string): string {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found ? `${found.ino}:${found.size}:${found.mtimeNs}` : '-';
}

function realFolder(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    // It is not there; its name is all there is.
    return resolve(path);
  }
}
