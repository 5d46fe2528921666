import type { Database } from '../../sqlite/database.ts';
import type { Staleness } from './judgement.ts';

/** A file that an execution wrote, as it still is, and what that execution read. */
interface Made {
  readonly path: string;
  readonly runId: string;
  readonly agent: string;
  readonly inputs: readonly { readonly path: string; readonly changed: boolean }[];
}

/**
 * Renews the table `stale` where something depends on paths that have changed: files that an execution made from what
 * is another one now, and files made from those, and so on. Where files are made from each other in a circle, they are
 * stale only if something outside of it is, or one of them was changed.
 *
 * @returns paths of files that are stale now and were not, or the reverse, or for another reason
 */
export function renewStaleness(db: Database, paths: readonly string[]): Set<string> {
  const concerned = [...madeFrom(db, paths)].sort();
  const made = new Map<string, Made>();
  for (const path of concerned) {
    const one = madeAs(db, path);
    if (one !== null) made.set(path, one);
  }
  const known = db.prepare<Staleness>('SELECT input, run_id AS runId, agent FROM stale WHERE path = ?');
  const isConcerned = new Set(concerned);
  const wasStale = (path: string) => !isConcerned.has(path) && known.get(path) !== undefined;
  const stale = new Set<string>();
  const waiting: string[] = [];
  const users = new Map<string, string[]>();
  for (const { path, inputs } of made.values()) {
    for (const input of inputs) {
      const list = users.get(input.path);
      if (list === undefined) users.set(input.path, [path]);
      else list.push(path);
    }
    if (inputs.some((input) => input.changed || wasStale(input.path))) waiting.push(path);
  }
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (stale.has(path)) continue;
    stale.add(path);
    waiting.push(...(users.get(path) ?? []));
  }
  const changed = new Set<string>();
  const remove = db.prepare('DELETE FROM stale WHERE path = ?');
  const insert = db.prepare('INSERT OR REPLACE INTO stale (path, input, run_id, agent) VALUES (?, ?, ?, ?)');
  for (const path of concerned) {
    const before = known.get(path);
    const one = made.get(path);
    const now =
      one === undefined || !stale.has(path)
        ? null
        : reason(one, (input) => stale.has(input) || wasStale(input));
    if (now === null) {
      if (before === undefined) continue;
      remove.run(path);
    } else {
      if (before?.input === now.input && before.runId === now.runId && before.agent === now.agent) continue;
      insert.run(path, now.input, now.runId, now.agent);
    }
    changed.add(path);
  }
  return changed;
}

/** These paths as far as executions wrote them, and all that was made from them, directly or not. */
function madeFrom(db: Database, paths: readonly string[]): Set<string> {
  return new Set(
    db
      .prepare<{ path: string }>(
        `WITH RECURSIVE reached(path) AS (
           SELECT value FROM json_each(?)
           UNION
           SELECT productions.path FROM reached
             JOIN production_inputs AS input ON input.path = reached.path
             JOIN productions USING (execution_id)
         )
         SELECT path FROM reached WHERE path IN (SELECT path FROM productions)`,
      )
      .all(JSON.stringify(paths))
      .map(({ path }) => path),
  );
}

/** By the newest execution that wrote what the file holds now; null where none did. */
function madeAs(db: Database, path: string): Made | null {
  const by = db
    .prepare<{ executionId: string; runId: string; agent: string }>(
      `SELECT execution_id AS executionId, run_id AS runId, agent FROM productions JOIN files USING (path, hash)
       WHERE path = ? ORDER BY at DESC, execution_id DESC LIMIT 1`,
    )
    .get(path);
  if (by === undefined) return null;
  // What is written in place is its own input; what the library does not have cannot be compared.
  const inputs = db
    .prepare<{ path: string; changed: number }>(
      `SELECT input.path, files.hash IS NOT NULL AND input.hash IS NOT NULL AND files.hash <> input.hash AS changed
       FROM production_inputs AS input LEFT JOIN files ON files.path = input.path
       WHERE input.execution_id = ? AND input.path <> ? ORDER BY input.path`,
    )
    .all(by.executionId, path)
    .map((input) => ({ path: input.path, changed: input.changed === 1 }));
  return { path, runId: by.runId, agent: by.agent, inputs };
}

/** What has changed itself counts more than what is stale because of something else. */
function reason({ inputs, runId, agent }: Made, isStale: (path: string) => boolean): Staleness | null {
  const changed = inputs.find((input) => input.changed);
  if (changed !== undefined) return { input: changed.path, runId, agent };
  const input = inputs.find(({ path }) => isStale(path));
  return input === undefined ? null : { input: input.path, runId: null, agent };
}
