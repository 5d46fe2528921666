import type { ReviewDecision } from '../../model/library-review.ts';
import type { Database } from '../../sqlite/database.ts';
import type { Evidence, Staleness, StandingDecision } from './judgement.ts';

/** A file of which something is asked. */
export interface JudgedFile {
  readonly id: number;
  readonly path: string;
  readonly hash: string;
}

interface DecisionRow {
  readonly path: string;
  readonly decision: ReviewDecision;
  readonly hash: string | null;
  readonly at: string;
  readonly by: string;
}

/** What the library knows of files that their status depends on. To be made anew when something of it has changed. */
export class RecordedEvidence {
  readonly #db: Database;
  readonly #decisions: ReadonlyMap<string, DecisionRow>;
  /** Decisions about files that are no more where they were, by the content that was seen. */
  readonly #moved = new Map<string, DecisionRow>();
  readonly #written: ReadonlySet<string>;
  readonly #tested: ReadonlySet<string>;
  readonly #stale: ReadonlyMap<string, Staleness>;
  readonly #errors: ReadonlyMap<number, number>;

  constructor(db: Database) {
    this.#db = db;
    const rows = db
      .prepare<DecisionRow>('SELECT path, decision, hash, at, "by" FROM decisions ORDER BY at, path')
      .all();
    this.#decisions = new Map(rows.map((row) => [row.path, row]));
    const isThere = db.prepare("SELECT 1 FROM files WHERE path = ? AND kind <> 'run'");
    for (const row of rows) {
      if (row.hash !== null && isThere.get(row.path) === undefined) this.#moved.set(row.hash, row);
    }
    const paths = (table: string) =>
      new Set(
        db
          .prepare<{ path: string }>(`SELECT DISTINCT path FROM ${table}`)
          .all()
          .map(({ path }) => path),
      );
    this.#written = paths('productions');
    this.#tested = paths('tests');
    this.#stale = new Map(
      db
        .prepare<Staleness & { readonly path: string }>(
          'SELECT path, input, run_id AS runId, agent FROM stale',
        )
        .all()
        .map(({ path, ...staleness }) => [path, staleness]),
    );
    this.#errors = new Map(
      db
        .prepare<{ file: number; count: number }>(
          "SELECT file, count(*) AS count FROM review_findings WHERE severity = 'error' GROUP BY file",
        )
        .all()
        .map(({ file, count }) => [file, count]),
    );
  }

  of(file: JudgedFile): Evidence {
    const errors = this.#errors.get(file.id) ?? 0;
    return {
      errors,
      firstError: errors === 0 ? null : this.#firstError(file.id),
      decision: this.decisionOn(file),
      stale: this.#stale.get(file.path) ?? null,
      writtenBy: this.#written.has(file.path) ? this.#writtenBy(file) : null,
      passed: this.#tested.has(file.path) ? this.#passed(file) : null,
    };
  }

  /**
   * What a person said of a file, where it still holds: of a document that was moved, what was said of it where it was.
   */
  decisionOn({ path, hash }: JudgedFile): StandingDecision | null {
    const row = this.#decisions.get(path) ?? this.#moved.get(hash);
    if (row === undefined || row.decision === 'clear') return null;
    const { decision, at, by } = row;
    // To be gone by is said of a place, the rest of what was read there.
    return decision === 'canonical' || row.hash === hash ? { decision, at, by } : null;
  }

  #firstError(id: number): string | null {
    return (
      this.#db
        .prepare<{ message: string }>(
          "SELECT message FROM review_findings WHERE file = ? AND severity = 'error' ORDER BY ordinal LIMIT 1",
        )
        .get(id)?.message ?? null
    );
  }

  #writtenBy({ path, hash }: JudgedFile): Evidence['writtenBy'] {
    return (
      this.#db
        .prepare<{ agent: string; runId: string }>(
          `SELECT agent, run_id AS runId FROM productions WHERE path = ? AND hash = ?
           ORDER BY at DESC, execution_id DESC LIMIT 1`,
        )
        .get(path, hash) ?? null
    );
  }

  #passed({ path, hash }: JudgedFile): Evidence['passed'] {
    return (
      this.#db
        .prepare<{ agent: string; runId: string }>(
          `SELECT agent, run_id AS runId FROM tests WHERE path = ? AND hash = ? AND passed = 1
           ORDER BY run_id DESC, agent LIMIT 1`,
        )
        .get(path, hash) ?? null
    );
  }
}
