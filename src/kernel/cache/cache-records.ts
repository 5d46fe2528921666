import * as z from 'zod';
import { type AgentMessage, agentMessageSchema } from '../../agent-protocol/message.ts';
import type { CacheSettings } from '../../model/definition.ts';
import type { CacheReport } from '../../model/report.ts';
import type { Database } from '../../sqlite/database.ts';
import type { Fingerprint, FingerprintParts } from './fingerprint.ts';

/** A file that a kept result brings back. */
export interface CachedFile {
  /** Relative to the workspace, with `/`. */
  readonly path: string;
  /** SHA-256, hexadecimal. */
  readonly hash: string;
  /** Permission bits. */
  readonly mode: number;
}

/** A kept result. */
export interface CacheEntry {
  readonly id: number;
  readonly key: string;
  readonly agent: string;
  /** The run that it comes from. */
  readonly runId: string;
  readonly storedMs: number;
  /** What the agent told: outputs, metrics, artifacts, findings. */
  readonly events: readonly AgentMessage[];
  readonly files: readonly CachedFile[];
}

export const cachedEventsSchema = z.array(agentMessageSchema);

interface EntryRow {
  readonly id: number;
  readonly key: string;
  readonly agent: string;
  readonly run_id: string;
  readonly stored_ms: number;
  readonly events: string;
}

export interface NewEntry {
  readonly fingerprint: Fingerprint;
  readonly runId: string;
  readonly storedMs: number;
  readonly events: readonly AgentMessage[];
  readonly files: readonly (CachedFile & { readonly bytes: number })[];
}

const columns = 'id, key, agent, run_id, stored_ms, events';
const evictionsKept = 10_000;

// What goes first; `ttl`: all live equally long, so the oldest expires first.
const victimOrder: Readonly<Record<CacheSettings['eviction'], string>> = {
  lru: 'used_ms, id',
  lfu: 'uses, used_ms, id',
  ttl: 'stored_ms, id',
};

/** The tables of the result cache: which results are kept, what they refer to, and what must go. */
export class CacheRecords {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  get(key: string): CacheEntry | null {
    const row = this.#db.prepare<EntryRow>(`SELECT ${columns} FROM entries WHERE key = ?`).get(key);
    return row ? this.#entry(row) : null;
  }

  all(): CacheEntry[] {
    return this.#db
      .prepare<EntryRow>(`SELECT ${columns} FROM entries ORDER BY id`)
      .all()
      .map((row) => this.#entry(row));
  }

  parts(id: number): FingerprintParts | null {
    const row = this.#db.prepare<{ parts: string }>('SELECT parts FROM entries WHERE id = ?').get(id);
    return row ? (JSON.parse(row.parts) as FingerprintParts) : null;
  }

  /** The newest kept result of an agent. */
  newestOf(agent: string): number | null {
    const row = this.#db
      .prepare<{ id: number }>(
        'SELECT id FROM entries WHERE agent = ? ORDER BY stored_ms DESC, id DESC LIMIT 1',
      )
      .get(agent);
    return row?.id ?? null;
  }

  wasEvicted(key: string): boolean {
    return this.#db.prepare('SELECT 1 FROM evictions WHERE key = ?').get(key) !== undefined;
  }

  countMiss(): void {
    this.#count('misses');
  }

  countHit(id: number, nowMs: number): void {
    this.#db.transaction(() => {
      this.#db.prepare('UPDATE entries SET used_ms = ?, uses = uses + 1 WHERE id = ?').run(nowMs, id);
      this.#count('hits');
    });
  }

  /** Keeps a result in the place of an earlier one with the same key; gives the hashes that nothing refers to any more. */
  insert(entry: NewEntry, { maxBytes, eviction }: CacheSettings): string[] {
    return this.#db.transaction(() => {
      const { key, agent, parts } = entry.fingerprint;
      this.#db.prepare('DELETE FROM entries WHERE key = ?').run(key);
      this.#db.prepare('DELETE FROM evictions WHERE key = ?').run(key);
      const row = this.#db
        .prepare<{ id: number }>(
          `INSERT INTO entries (key, agent, run_id, stored_ms, used_ms, events, parts)
           VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id`,
        )
        .get(
          key,
          agent,
          entry.runId,
          entry.storedMs,
          entry.storedMs,
          JSON.stringify(entry.events),
          JSON.stringify(parts),
        );
      const id = row?.id ?? 0;
      for (const { path, hash, mode, bytes } of entry.files) {
        this.#db
          .prepare('INSERT INTO blobs (hash, bytes) VALUES (?, ?) ON CONFLICT DO NOTHING')
          .run(hash, bytes);
        this.#db
          .prepare('INSERT INTO entry_files (entry, path, hash, mode) VALUES (?, ?, ?, ?)')
          .run(id, path, hash, mode);
      }
      const unused = this.#dropUnused();
      while (this.#total('bytes') > maxBytes) {
        const victim = this.#db
          .prepare<{ id: number; key: string }>(
            `SELECT id, key FROM entries WHERE id <> ? ORDER BY ${victimOrder[eviction]} LIMIT 1`,
          )
          .get(id);
        if (!victim) break;
        this.#db
          .prepare('INSERT OR REPLACE INTO evictions (key, at_ms) VALUES (?, ?)')
          .run(victim.key, entry.storedMs);
        unused.push(...this.remove([victim.id]));
      }
      this.#db
        .prepare(
          `DELETE FROM evictions WHERE key IN
             (SELECT key FROM evictions ORDER BY at_ms DESC, key LIMIT -1 OFFSET ${evictionsKept})`,
        )
        .run();
      return unused;
    });
  }

  /** Drops results; gives the hashes that nothing refers to any more. */
  remove(ids: readonly number[]): string[] {
    return this.#db.transaction(() => {
      for (const id of ids) this.#db.prepare('DELETE FROM entries WHERE id = ?').run(id);
      return this.#dropUnused();
    });
  }

  storedBefore(ms: number): number[] {
    return this.#db
      .prepare<{ id: number }>('SELECT id FROM entries WHERE stored_ms < ?')
      .all(ms)
      .map((row) => row.id);
  }

  ofAgents(matches: (agent: string) => boolean): number[] {
    return this.#db
      .prepare<{ id: number; agent: string }>('SELECT id, agent FROM entries')
      .all()
      .filter((row) => matches(row.agent))
      .map((row) => row.id);
  }

  isReferenced(hash: string): boolean {
    return this.#db.prepare('SELECT 1 FROM blobs WHERE hash = ?').get(hash) !== undefined;
  }

  clear(): void {
    this.#db.transaction(() => {
      for (const table of ['entries', 'blobs', 'evictions', 'file_hashes'])
        this.#db.exec(`DELETE FROM ${table}`);
      this.#db.exec('UPDATE totals SET value = 0');
    });
  }

  report(): CacheReport {
    const row = this.#db.prepare<{ count: number }>('SELECT count(*) AS count FROM entries').get();
    return {
      entries: row?.count ?? 0,
      bytes: this.#total('bytes'),
      hits: this.#total('hits'),
      misses: this.#total('misses'),
    };
  }

  #entry(row: EntryRow): CacheEntry {
    const files = this.#db
      .prepare<CachedFile>('SELECT path, hash, mode FROM entry_files WHERE entry = ? ORDER BY path')
      .all(row.id);
    return {
      id: row.id,
      key: row.key,
      agent: row.agent,
      runId: row.run_id,
      storedMs: row.stored_ms,
      events: cachedEventsSchema.parse(JSON.parse(row.events)),
      files,
    };
  }

  #dropUnused(): string[] {
    return this.#db
      .prepare<{ hash: string }>('DELETE FROM blobs WHERE refs = 0 RETURNING hash')
      .all()
      .map((row) => row.hash);
  }

  #count(name: 'hits' | 'misses'): void {
    this.#db.prepare('UPDATE totals SET value = value + 1 WHERE name = ?').run(name);
  }

  #total(name: 'bytes' | 'hits' | 'misses'): number {
    return (
      this.#db.prepare<{ value: number }>('SELECT value FROM totals WHERE name = ?').get(name)?.value ?? 0
    );
  }
}
