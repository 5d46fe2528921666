import { hash as digest } from 'node:crypto';
import { errorCode, errorMessage } from '../../common/errors.ts';
import type { Database } from '../../sqlite/database.ts';
import type { FixedGeneration, FixOutcome } from './fix-outcome.ts';
import { type LineRepair, mendText } from './mend-text.ts';
import { readReviewed, replaceFile } from './replace-file.ts';
import type { FindingRepair } from './reviewed-document.ts';

/** A document that can be mended. */
interface Repairable {
  readonly path: string;
  readonly hash: string;
  readonly repairs: readonly LineRepair[];
}

/** Fixes that make others necessary come to an end long before. */
const mostRounds = 10;

/**
 * Mends documents, round by round. Whoever has the library calls `round`, brings the library up to date with what that
 * changed, and goes on until nothing was changed.
 */
export class Fixing {
  readonly #db: Database;
  readonly #root: string;
  readonly #paths: ReadonlySet<string> | null;
  readonly #generations: FixedGeneration[] = [];
  readonly #failed = new Map<string, string>();
  /** What was tried, so that nothing is done twice. */
  readonly #tried = new Set<string>();
  #rounds = 0;

  /**
   * @param root the absolute path of the workspace
   * @param paths what is mended, relative to it; null: everything
   */
  constructor(db: Database, root: string, paths: readonly string[] | null) {
    this.#db = db;
    this.#root = root;
    this.#paths = paths === null ? null : new Set(paths);
    const known = db.prepare("SELECT 1 FROM files WHERE path = ? AND kind <> 'run'");
    for (const path of this.#paths ?? [])
      if (known.get(path) === undefined) this.#failed.set(path, 'it is not in the library');
  }

  /** Mends what can be mended; answers with the paths of the files that were changed. */
  round(): string[] {
    const changed: string[] = [];
    const last = this.#rounds >= mostRounds;
    for (const document of this.#repairable()) {
      const repairs = document.repairs.filter((repair) => this.#isNew(document.path, repair, last));
      if (repairs.length > 0 && this.#mend(document, repairs)) changed.push(document.path);
    }
    if (changed.length > 0) this.#rounds += 1;
    return changed;
  }

  outcome(): FixOutcome {
    const changed = new Map<string, string[]>();
    for (const { path, changes } of this.#generations)
      changed.set(path, [...(changed.get(path) ?? []), ...changes]);
    const byPath = <T>(entries: Iterable<readonly [string, T]>) =>
      [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      rounds: this.#rounds,
      changed: byPath(changed).map(([path, fixes]) => ({ path, fixes })),
      failed: byPath(this.#failed).map(([path, why]) => ({ path, why })),
      generations: this.#generations,
    };
  }

  /** A fix that was made and is wanted again has not helped; it would go on for ever. */
  #isNew(path: string, { line, old, text }: LineRepair, last: boolean): boolean {
    const key = `${path}\n${line}\n${old}\n${text}`;
    if (!last && !this.#tried.has(key)) {
      this.#tried.add(key);
      return true;
    }
    if (!this.#failed.has(path))
      this.#failed.set(path, `line ${line}: ${text} was put in place of ${old}, and that did not help`);
    return false;
  }

  #mend({ path, hash }: Repairable, repairs: readonly LineRepair[]): boolean {
    try {
      const before = readReviewed(this.#root, path, hash);
      const { text, made, missed } = mendText(before.bytes.toString('latin1'), repairs);
      const [lost] = missed;
      if (lost !== undefined)
        this.#failed.set(path, `line ${lost.line} does not link to ${lost.old} that way`);
      if (made.length === 0) return false;
      const bytes = Buffer.from(text, 'latin1');
      replaceFile(this.#root, path, before, bytes);
      this.#generations.push({
        path,
        hash: digest('sha256', bytes),
        previous: hash,
        round: this.#rounds + 1,
        changes: made.map(({ line, old, title }) => `line ${line}: ${title}, not to ${old}`),
      });
      return true;
    } catch (error) {
      this.#failed.set(path, whyOf(error));
      return false;
    }
  }

  #repairable(): Repairable[] {
    const rows = this.#db
      .prepare<{ path: string; hash: string; line: number; fix: string }>(
        `SELECT path, hash, line, fix FROM review_findings JOIN files ON id = file
         WHERE fix IS NOT NULL AND status <> 'rejected' ORDER BY path, ordinal`,
      )
      .all();
    const documents = new Map<string, { path: string; hash: string; repairs: LineRepair[] }>();
    for (const { path, hash, line, fix } of rows) {
      if (this.#paths !== null && !this.#paths.has(path)) continue;
      const document = documents.get(path) ?? { path, hash, repairs: [] };
      document.repairs.push({ line, ...(JSON.parse(fix) as FindingRepair) });
      documents.set(path, document);
    }
    return [...documents.values()];
  }
}

function whyOf(error: unknown): string {
  switch (errorCode(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'it is gone';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'it may not be written';
    case 'ENOSPC':
      return 'the disk is full';
    default:
      return errorMessage(error);
  }
}
