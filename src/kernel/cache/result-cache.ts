import { chmodSync, lstatSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentMessage } from '../../agent-protocol/message.ts';
import { type Clock, systemClock } from '../../common/clock.ts';
import { errorCode, errorMessage } from '../../common/errors.ts';
import { type Logger, silentLogger } from '../../common/logger.ts';
import { err, ok, type Result } from '../../common/result.ts';
import type { CacheSettings } from '../../model/definition.ts';
import type { CacheReport } from '../../model/report.ts';
import type { Database } from '../../sqlite/database.ts';
import { readMigrations } from '../../sqlite/migrations.ts';
import { openStore } from '../../sqlite/store.ts';
import { BlobStore } from './blob-store.ts';
import { readArchive, writeArchive } from './cache-archive.ts';
import { type CacheEntry, CacheRecords, type NewEntry } from './cache-records.ts';
import { FileHasher, type HashLimits } from './file-hasher.ts';
import {
  type Fingerprint,
  type FingerprintRequest,
  fingerprint,
  type TakenFingerprint,
} from './fingerprint.ts';
import { findFiles } from './glob.ts';
import { differenceReason } from './miss-reason.ts';
import { namePattern } from './name-pattern.ts';
import { writablePath } from './workspace-path.ts';

export interface ResultCacheOptions {
  readonly settings: CacheSettings;
  readonly clock?: Clock;
  readonly logger?: Logger;
}

/** What the cache has for a fingerprint, and why. */
export type CacheAnswer =
  | { readonly hit: true; readonly entry: CacheEntry; readonly reason: string }
  | { readonly hit: false; readonly reason: string };

/** A result to keep. */
export interface ResultToKeep {
  readonly runId: string;
  /** Absolute path. */
  readonly workspace: string;
  /** Glob patterns of the files that belong to the result. */
  readonly outputs: readonly string[];
  /** What the agent told and must tell again: outputs, metrics, artifacts, findings. */
  readonly events: readonly AgentMessage[];
}

/** Files that were written, and those that were as they should be. */
export interface Restored {
  readonly written: readonly string[];
  readonly unchanged: readonly string[];
}

const dayMs = 86_400_000;
const orphanAgeMs = 3_600_000;

/** Results of agents by what they depend on. May be lost at any time: every failure of its own is a miss. */
export class ResultCache {
  readonly #folder: string;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #blobs: BlobStore;
  #settings: CacheSettings;
  #db: Database;
  #index: CacheRecords;
  #hasher: FileHasher;
  /** What adds contents goes one after the other: none removes what another is about to refer to. */
  #last: Promise<unknown> = Promise.resolve();

  /** Opens or creates the cache in a folder; throws a `UserError` where that cannot be read or written. */
  static open(folder: string, options: ResultCacheOptions): ResultCache {
    return new ResultCache(folder, options);
  }

  private constructor(folder: string, { settings, clock, logger }: ResultCacheOptions) {
    this.#folder = folder;
    this.#clock = clock ?? systemClock;
    this.#logger = logger ?? silentLogger;
    this.#settings = settings;
    this.#db = this.#open();
    this.#blobs = new BlobStore(join(folder, 'blobs'));
    this.#index = new CacheRecords(this.#db);
    this.#hasher = new FileHasher(this.#db, () => this.#clock.now());
  }

  /** Takes other limits; they hold from the next store on. */
  configure(settings: CacheSettings): void {
    this.#settings = settings;
  }

  close(): void {
    this.#db.close();
  }

  /** What an agent would depend on now. Throws a `UserError` where an input leaves the workspace. */
  async fingerprint(request: FingerprintRequest): Promise<TakenFingerprint> {
    try {
      return await fingerprint(request, this.#hasher);
    } catch (error) {
      if (!this.#beginAnew(error)) throw error;
      return fingerprint(request, this.#hasher);
    }
  }

  lookup(wanted: Fingerprint): CacheAnswer {
    try {
      const answer = this.#answer(wanted);
      if (answer.hit) this.#index.countHit(answer.entry.id, this.#clock.now());
      else this.#index.countMiss();
      return answer;
    } catch (error) {
      const damaged = this.#beginAnew(error);
      if (!damaged) this.#logger.warn(`The cache could not be asked: ${errorMessage(error)}`);
      return {
        hit: false,
        reason: damaged ? 'the cache was damaged and was begun anew' : 'the cache could not be asked',
      };
    }
  }

  /** The hash of each file, in order; null where there is none. */
  hashAll(paths: readonly string[], limits: HashLimits): Promise<(string | null)[]> {
    return this.#hasher.hashAll(paths, limits);
  }

  /** The files of a result that is kept, with their hashes; null where none is. */
  filesOf({ key }: Fingerprint): CacheEntry['files'] | null {
    return this.#index.get(key)?.files ?? null;
  }

  /** Keeps a result; the value is the bytes of its files, or why it was not kept. */
  store(of: Fingerprint, result: ResultToKeep): Promise<Result<number, string>> {
    return this.#inTurn(async () => {
      try {
        return await this.#keep(of, result);
      } catch (error) {
        this.#beginAnew(error);
        return err(errorMessage(error));
      }
    });
  }

  /** Brings the files of a result back: what differs is written, each file whole or not at all. Never through a link. */
  async restore(entry: CacheEntry, workspace: string): Promise<Result<Restored, string>> {
    try {
      const targets = entry.files.map((file) => writablePath(workspace, file.path));
      const hashes = await this.#hasher.hashAll(targets);
      const written: string[] = [];
      const unchanged: string[] = [];
      for (const [index, { path, hash, mode }] of entry.files.entries()) {
        const target = targets[index] ?? '';
        if (hashes[index] === hash) {
          if (process.platform !== 'win32' && (lstatSync(target).mode & 0o777) !== mode)
            chmodSync(target, mode);
          unchanged.push(path);
        } else if (await this.#blobs.copyOut(hash, target, mode)) {
          written.push(path);
        } else {
          this.#drop([entry.id]);
          return err(`the kept content of ${path} is damaged`);
        }
      }
      return ok({ written, unchanged });
    } catch (error) {
      this.#beginAnew(error);
      return err(errorMessage(error));
    }
  }

  /** Drops the results of agents by name: a name, a glob (`*`, `?`) or a regular expression between slashes. Gives how many. */
  invalidate(pattern: string): number {
    const ids = this.#index.ofAgents(namePattern(pattern));
    this.#drop(ids);
    return ids.length;
  }

  clear(): void {
    this.#index.clear();
    this.#blobs.clear();
  }

  stats(): CacheReport {
    return this.#index.report();
  }

  /** Drops what expired and what a dead process left behind; gives how many results. For idle moments. */
  sweep(): Promise<number> {
    return this.#inTurn(async () => {
      const { ttlMs } = this.#settings;
      const expired = ttlMs === null ? [] : this.#index.storedBefore(this.#clock.now() - ttlMs);
      this.#drop(expired);
      // The file system's own clock stamped these files.
      for (const { name, path } of this.#blobs.olderThan(Date.now() - orphanAgeMs)) {
        if (!this.#index.isReferenced(name)) rmSync(path, { force: true });
      }
      return expired.length;
    });
  }

  /** Writes all results into one file; gives how many. */
  exportTo(path: string): Promise<number> {
    return this.#inTurn(async () => writeArchive(path, this.#index, this.#blobs));
  }

  /** Takes over the results of such a file, except where there is one already; gives how many. Throws a `UserError` for rubbish. */
  importFrom(path: string): Promise<number> {
    return this.#inTurn(async () => {
      const entries: NewEntry[] = [];
      await readArchive(path, this.#blobs, (entry) => entries.push(entry));
      const added = entries.filter(({ fingerprint: { key } }) => this.#index.get(key) === null);
      for (const entry of added) this.#blobs.remove(this.#index.insert(entry, this.#settings));
      return added.length;
    });
  }

  #answer({ key, agent, parts }: Fingerprint): CacheAnswer {
    const entry = this.#index.get(key);
    if (entry) {
      const { ttlMs } = this.#settings;
      if (ttlMs !== null && entry.storedMs + ttlMs < this.#clock.now()) {
        this.#drop([entry.id]);
        return { hit: false, reason: `expired after ${spell(ttlMs)}` };
      }
      if (entry.files.every((file) => this.#blobs.size(file.hash) !== null)) {
        return { hit: true, entry, reason: `same inputs as in run ${entry.runId}` };
      }
      this.#drop([entry.id]);
      return { hit: false, reason: 'the kept files of the earlier result are gone' };
    }
    if (this.#index.wasEvicted(key)) return { hit: false, reason: 'evicted: the cache was full' };
    const newest = this.#index.newestOf(agent);
    const before = newest === null ? null : this.#index.parts(newest);
    return { hit: false, reason: before ? differenceReason(before, parts) : 'no earlier result' };
  }

  async #keep(
    of: Fingerprint,
    { runId, workspace, outputs, events }: ResultToKeep,
  ): Promise<Result<number, string>> {
    const found = await findFiles(workspace, outputs);
    const files: { path: string; absolute: string; mode: number }[] = [];
    let bytes = 0;
    for (const { path } of found) {
      const absolute = writablePath(workspace, path);
      const stats = lstatSync(absolute);
      bytes += stats.size;
      files.push({ path, absolute, mode: stats.mode & 0o777 });
    }
    if (bytes > this.#settings.maxBytes) return err('the outputs are larger than the whole cache may be');
    const kept: NewEntry['files'][number][] = [];
    for (const { path, absolute, mode } of files) {
      const put = await this.#blobs.put(absolute);
      if (put) kept.push({ path, mode, ...put });
    }
    const storedMs = this.#clock.now();
    this.#blobs.remove(
      this.#index.insert({ fingerprint: of, runId, storedMs, events, files: kept }, this.#settings),
    );
    return ok(bytes);
  }

  #drop(ids: readonly number[]): void {
    this.#blobs.remove(this.#index.remove(ids));
  }

  #open(): Database {
    const { db, reason } = openStore(join(this.#folder, 'cache.db'), {
      name: 'cache',
      migrations: readMigrations('cache', import.meta.url),
      whenDamaged: 'discard',
      now: this.#clock.now(),
    });
    if (reason !== null) this.#logger.warn(`${reason} It was thrown away, and a new one was begun.`);
    return db;
  }

  /** Whether the error tells of damage; then the cache is empty and usable again. */
  #beginAnew(error: unknown): boolean {
    if (errorCode(error) !== 'cache-damaged') return false;
    this.#db.close();
    for (const companion of ['', '-wal', '-shm']) {
      rmSync(join(this.#folder, `cache.db${companion}`), { force: true });
    }
    this.#blobs.clear();
    this.#db = this.#open();
    this.#index = new CacheRecords(this.#db);
    this.#hasher = new FileHasher(this.#db, () => this.#clock.now());
    this.#logger.warn('The cache was damaged. It was thrown away, and a new one was begun.');
    return true;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

function spell(ms: number): string {
  const units: readonly (readonly [number, string])[] = [
    [dayMs, 'd'],
    [3_600_000, 'h'],
    [60_000, 'min'],
    [1000, 's'],
  ];
  const [size, unit] = units.find(([candidate]) => ms >= candidate && ms % candidate === 0) ?? [1, 'ms'];
  return `${ms / size} ${unit}`;
}
