import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ExecutionFile } from '../model/event.ts';
import { FileHasher, type HashLimits } from './cache/file-hasher.ts';
import { findFiles } from './cache/glob.ts';

/** What an execution read and wrote. */
export interface ExecutionFileLists {
  /** Sorted by path. */
  readonly inputs: readonly ExecutionFile[];
  /** Sorted by path. */
  readonly outputs: readonly ExecutionFile[];
  readonly cut: boolean;
}

/** Hashes files by their absolute paths, as `FileHasher` does. */
export type HashAll = (paths: readonly string[], limits: HashLimits) => Promise<(string | null)[]>;

export interface ExecutionFilesOptions {
  /** Absolute path. */
  readonly workspace: string;
  /** Null: nothing is remembered from one time to the next. */
  readonly hashAll: HashAll | null;
  /** How long the end of an execution waits for what is noted of it, ms. Default: 2 s. */
  readonly patienceMs?: number;
}

/** What is known of an execution from elsewhere, so that it is not read again; null where it is not. */
export interface KnownFiles {
  readonly inputs: readonly ExecutionFile[] | null;
  readonly outputs: readonly ExecutionFile[] | null;
}

/** Of each side so many paths are told. */
const mostPaths = 1000;
/** Larger files are told without a hash. */
const limits: HashLimits = { maxBytes: 64 * 1024 * 1024, lenient: true };
const patienceMs = 2000;
/** So many files are looked at before others have their turn. */
const filesAtATime = 100;

interface Side {
  readonly files: readonly ExecutionFile[];
  readonly cut: boolean;
}

interface Noted {
  readonly patterns: readonly string[];
  inputs: Promise<Side>;
  readonly artifacts: Set<string>;
  /** Whether it told of more artifacts. */
  cut: boolean;
}

const nothing: Side = { files: [], cut: false };
const unknown: Side = { files: [], cut: true };

/**
 * Notes what executions read and wrote, as far as they declare or tell it. It is found out beside them: no process
 * waits for it to start, and no end of an execution for longer than a moment.
 */
export class ExecutionFiles {
  readonly #workspace: string;
  readonly #hashAll: HashAll;
  readonly #patienceMs: number;
  readonly #noted = new Map<string, Noted>();
  readonly #told = new Map<string, ExecutionFileLists>();
  /** What is found out just now, by patterns: executions that start together share it. */
  readonly #starting = new Map<string, Promise<Side>>();

  constructor(options: ExecutionFilesOptions) {
    this.#workspace = options.workspace;
    const hasher = new FileHasher(null, Date.now);
    this.#hashAll = options.hashAll ?? ((paths, limits) => hasher.hashAll(paths, limits));
    this.#patienceMs = options.patienceMs ?? patienceMs;
  }

  /**
   * An attempt begins, or an earlier result is taken in its place: what was noted before counts no more.
   *
   * @param patterns of its inputs and outputs, as they are declared
   * @param known its inputs, where they were looked at already
   */
  begin(
    executionId: string,
    { inputs, outputs }: { readonly inputs: readonly string[]; readonly outputs: readonly string[] },
    known: readonly ExecutionFile[] | null,
  ): void {
    this.forget(executionId);
    if (inputs.length === 0 && outputs.length === 0) return;
    const side = known === null ? this.#inputsNow(inputs) : Promise.resolve(bounded(known));
    this.#note(executionId, outputs).inputs = side;
  }

  /** It tells of a file that it made. */
  artifact(executionId: string, path: string): void {
    if (path === '.') return;
    const noted = this.#noted.get(executionId) ?? this.#note(executionId, []);
    if (noted.artifacts.size < mostPaths) noted.artifacts.add(path);
    else if (!noted.artifacts.has(path)) noted.cut = true;
  }

  /** Whether there is anything to tell of an execution. */
  concerns(executionId: string): boolean {
    return this.#noted.has(executionId);
  }

  /** Finds out what an execution wrote that has just succeeded; what takes too long is not told. */
  async end(executionId: string, known: KnownFiles): Promise<void> {
    const noted = this.#noted.get(executionId);
    if (noted === undefined) return;
    this.#noted.delete(executionId);
    const waiting = new AbortController();
    const late = later(this.#patienceMs, waiting.signal);
    const [inputs, outputs] = await Promise.all(
      [known.inputs === null ? noted.inputs : bounded(known.inputs), this.#outputs(noted, known.outputs)].map(
        (side) => Promise.race([side, late]),
      ),
    );
    waiting.abort();
    if (inputs === undefined || outputs === undefined) return;
    this.#told.set(executionId, {
      inputs: inputs.files,
      outputs: outputs.files,
      cut: inputs.cut || outputs.cut || noted.cut,
    });
  }

  /** What is to be told of an execution that ends now; null where there is nothing. */
  take(executionId: string): ExecutionFileLists | null {
    const lists = this.#told.get(executionId) ?? null;
    this.forget(executionId);
    if (lists === null) return null;
    return lists.inputs.length + lists.outputs.length > 0 || lists.cut ? lists : null;
  }

  forget(executionId: string): void {
    this.#noted.delete(executionId);
    this.#told.delete(executionId);
  }

  #note(executionId: string, patterns: readonly string[]): Noted {
    const noted: Noted = { patterns, inputs: Promise.resolve(nothing), artifacts: new Set(), cut: false };
    this.#noted.set(executionId, noted);
    return noted;
  }

  #inputsNow(patterns: readonly string[]): Promise<Side> {
    if (patterns.length === 0) return Promise.resolve(nothing);
    const key = JSON.stringify(patterns);
    const shared = this.#starting.get(key);
    if (shared !== undefined) return shared;
    const now = Date.now();
    const side = this.#find(patterns).then(async ({ paths, cut }) => {
      return { files: await this.#asSince(now, await this.#hashed(paths)), cut };
    });
    this.#starting.set(key, side);
    setImmediate(() => this.#starting.delete(key));
    return side;
  }

  async #outputs(noted: Noted, known: readonly ExecutionFile[] | null): Promise<Side> {
    const found = known === null ? await this.#find(noted.patterns) : { paths: [], cut: false };
    const there = new Set(known?.map(({ path }) => path));
    const paths = new Set([...found.paths, ...[...noted.artifacts].filter((path) => !there.has(path))]);
    const files = [...(known ?? []), ...(await this.#hashed([...paths].slice(0, mostPaths)))];
    const side = bounded(files);
    return { files: side.files, cut: side.cut || found.cut };
  }

  async #find(patterns: readonly string[]): Promise<{ readonly paths: string[]; readonly cut: boolean }> {
    try {
      const found = await findFiles(this.#workspace, patterns);
      return { paths: found.slice(0, mostPaths).map(({ path }) => path), cut: found.length > mostPaths };
    } catch {
      // It leaves the workspace, or a folder cannot be read: the cache says so where that matters.
      return { paths: [], cut: true };
    }
  }

  async #hashed(paths: readonly string[]): Promise<ExecutionFile[]> {
    const hashes = await this.#hashAll(
      paths.map((path) => join(this.#workspace, path)),
      limits,
    ).catch(() => []);
    return paths.map((path, index) => ({ path, hash: hashes[index] ?? null }));
  }

  /** Files with their hashes where they were not written since: those may not be what they were. */
  async #asSince(ms: number, files: readonly ExecutionFile[]): Promise<ExecutionFile[]> {
    const result: ExecutionFile[] = [];
    for (const [index, file] of files.entries()) {
      if (index % filesAtATime === filesAtATime - 1) await nextTurn();
      result.push(this.#changedSince(file.path, ms) ? { path: file.path, hash: null } : file);
    }
    return result;
  }

  #changedSince(path: string, ms: number): boolean {
    try {
      return statSync(join(this.#workspace, path)).mtimeMs > ms;
    } catch {
      return true;
    }
  }
}

function bounded(files: readonly ExecutionFile[]): Side {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files: sorted.slice(0, mostPaths), cut: sorted.length > mostPaths };
}

/** Resolves after a while with the side of which nothing is known. */
function later(ms: number, signal: AbortSignal): Promise<Side> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(unknown), ms);
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  });
}
