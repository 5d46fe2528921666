import type { BuildPhase, BuildProgress, BuildReport } from '../../model/library-report.ts';
import {
  type ScannedFile,
  type ScanOptions,
  type SkippedPath,
  type SkipReason,
  scan,
  scanAt,
} from '../scan.ts';
import type { FileIndex, FileOutcome } from './file-index.ts';
import { IdSet } from './id-set.ts';
import type { FileToRead, ReadResult } from './read-results.ts';

/** Files are found faster than they are read: so many are looked at in a step. */
const scanEntries = 1000;
/** So many are taken out in a step. */
const removals = 200;

/** What is still there; everything else is removed at the end. */
class Seen {
  readonly ids = new IdSet();
  readonly skipped = new Set<string>();
}

/** Finds everything in a workspace. */
export type Walk = (root: string, options: ScanOptions) => Iterable<ScannedFile | SkippedPath>;

export interface LookOptions {
  /** What to look at: paths relative to the workspace, without a `/` at the end. Null: everything. */
  readonly paths: readonly string[] | null;
  /** Whether files are read that nobody touched. */
  readonly full: boolean;
  readonly scanOptions: ScanOptions;
  /** What finds everything that there is. Default: `scan`. */
  readonly walk?: Walk | undefined;
  /** A look at everything that is under way meanwhile: what is found here is there for that one, too. */
  readonly during: Look | null;
  /** Hears how long it took to read and to write a file, ms. */
  readonly onRead?: (path: string, ms: number) => void;
}

/**
 * A look at the workspace, or at some of its paths, that brings the index up to date with it. Whoever makes it calls
 * its steps, each within a group that is written as a whole: it finds files, says which of them have to be read, takes
 * what was read, and in the end removes what is no more there.
 */
export class Look {
  readonly #index: FileIndex;
  readonly #options: LookOptions;
  readonly #entries: Iterator<ScannedFile | SkippedPath>;
  readonly #seen = new Seen();
  readonly #allSeen: readonly Seen[];
  readonly #started = performance.now();
  readonly #counts = { added: 0, changed: 0, moved: 0, unchanged: 0 };
  readonly #skipped: Partial<Record<SkipReason, number>> = {};
  #phase: BuildPhase = 'scanning';
  /** Paths to be read, from `#next` on; what is before that has been given out. */
  readonly #pending: string[] = [];
  #next = 0;
  /** How many paths are there once more. */
  #again = 0;
  #done = 0;
  #entriesSeen = 0;
  #removed = 0;
  #leaving: { readonly ids: number[]; readonly skipped: string[] } | null = null;
  #cancelled = false;

  constructor(index: FileIndex, options: LookOptions) {
    this.#index = index;
    this.#options = options;
    this.#allSeen = options.during === null ? [this.#seen] : [this.#seen, options.during.#seen];
    this.#entries = entries(index.root, options);
  }

  /** How far it has come; null of a few files that have just changed, which are no build to anybody. */
  get progress(): BuildProgress | null {
    if (this.#options.paths !== null) return null;
    const total = this.#pending.length - this.#again;
    return { phase: this.#phase, done: this.#done, total, seen: this.#entriesSeen };
  }

  /** Files with more bytes are left out. */
  get maxFileBytes(): number {
    return this.#options.scanOptions.maxFileBytes ?? Number.POSITIVE_INFINITY;
  }

  /** Whether not all files have been found yet. */
  get isScanning(): boolean {
    return this.#phase === 'scanning';
  }

  /** Notes that it ends before its end. What was not looked at stays in the index as it is. */
  cancel(): void {
    this.#cancelled = true;
  }

  report(discarded: string | null): BuildReport {
    return {
      files: this.#index.files.count(),
      ...this.#counts,
      removed: this.#removed,
      skipped: { ...this.#skipped },
      durationMs: performance.now() - this.#started,
      cancelled: this.#cancelled,
      discarded,
    };
  }

  /** Finds some files. */
  scan(): void {
    for (let count = 0; count < scanEntries; count++) {
      const next = this.#entries.next();
      if (next.done) {
        this.#phase = 'reading';
        return;
      }
      this.#entriesSeen += 1;
      const entry = next.value;
      if (entry.kind === 'skipped') {
        this.#index.skipped.note(entry);
        this.#note({ kind: 'skipped', skipped: entry, removed: false });
        continue;
      }
      const known = this.#options.full ? null : this.#index.asKnown(entry);
      if (known === null) this.#pending.push(entry.path);
      else this.#note(known);
    }
  }

  /** The next files that have to be read, at most so many. */
  toRead(count: number): FileToRead[] {
    const paths = this.#pending.slice(this.#next, this.#next + count);
    this.#next += paths.length;
    return paths.map((path) => this.#index.toRead(path, this.#options.full));
  }

  /** Takes back what was given out and has not been read. */
  giveBack(files: readonly FileToRead[]): void {
    for (const { path } of files) this.#pending.push(path);
    this.#again += files.length;
  }

  /** Writes what was read of a file; answers whether the index has changed by it. */
  take(result: ReadResult, change: number): boolean {
    const began = performance.now();
    const outcome = this.#index.take(result, this.#options.full, change);
    if (outcome === null) {
      this.giveBack([{ path: result.path, hash: null }]);
      return false;
    }
    this.#done += 1;
    if (result.kind === 'read') this.#options.onRead?.(result.path, performance.now() - began + result.ms);
    return this.#note(outcome);
  }

  /** Takes out some of what is no more there; answers whether something is left. To be called when everything was read. */
  remove(): boolean {
    this.#phase = 'finishing';
    this.#leaving ??= this.#notSeen();
    const { ids, skipped } = this.#leaving;
    for (const path of skipped.splice(0)) this.#index.skipped.remove(path);
    const group = ids.splice(0, removals);
    for (const id of group) this.#index.remove(id);
    this.#removed += group.length;
    if (group.length > 0) return true;
    if (this.#options.paths === null) this.#index.noteBuilt();
    return false;
  }

  /** Notes what became of a file; answers whether the index has changed by it. */
  #note(outcome: FileOutcome): boolean {
    if (outcome.kind === 'gone' || outcome.kind === 'skipped') {
      if (outcome.removed) this.#removed += 1;
      if (outcome.kind === 'gone') return outcome.removed;
      const { path, reason } = outcome.skipped;
      this.#skipped[reason] = (this.#skipped[reason] ?? 0) + 1;
      for (const seen of this.#allSeen) seen.skipped.add(path);
      return outcome.removed;
    }
    this.#counts[outcome.kind] += 1;
    for (const seen of this.#allSeen) seen.ids.add(outcome.id);
    return outcome.kind !== 'unchanged' || this.#options.full;
  }

  #notSeen() {
    const { files, skipped } = this.#index;
    const ids: number[] = [];
    const left: string[] = [];
    for (const path of this.#options.paths ?? ['']) {
      for (const id of files.ids(path)) if (!this.#seen.ids.has(id)) ids.push(id);
      for (const other of skipped.paths(path)) if (!this.#seen.skipped.has(other)) left.push(other);
    }
    return { ids, skipped: left };
  }
}

function* entries(
  root: string,
  { paths, scanOptions, walk = scan }: LookOptions,
): Generator<ScannedFile | SkippedPath> {
  if (paths === null) yield* walk(root, scanOptions);
  else for (const path of paths) yield* scanAt(root, path, scanOptions);
}
