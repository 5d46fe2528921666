import type { DocumentStatus } from '../../model/library-report.ts';
import type { Database } from '../../sqlite/database.ts';
import type { DocumentLink } from '../document.ts';
import { DuplicateGroups, type GroupedFile } from '../duplicates/duplicate-groups.ts';
import { readColumns } from '../search/read-columns.ts';
import { becauseOf, type Candidate, compareCandidates } from './canonical-rule.ts';
import { judge } from './judgement.ts';
import { type PendingReviews, pendingReviews } from './pending-reviews.ts';
import { RecordedEvidence } from './recorded-evidence.ts';
import { type FoundByRule, findFaults } from './review-rules.ts';
import type { ReviewedDocument } from './reviewed-document.ts';
import { renewStaleness } from './staleness.ts';
import { allStandings } from './standings.ts';
import { WorkspaceSurroundings } from './workspace-surroundings.ts';

type FileRow = Omit<ReviewedDocument, 'links' | 'secretLines'> &
  GroupedFile & { readonly status: DocumentStatus; readonly secretLines: string | null };
type GroupedCandidate = Candidate & GroupedFile;

const noLinks: readonly DocumentLink[] = [];

/** What has to be reviewed, and how far the rules have come with it. */
interface Round {
  readonly pending: PendingReviews;
  readonly files: readonly FileRow[];
  readonly around: WorkspaceSurroundings;
  /** The place of the first file that the rules have not looked at. */
  next: number;
}

/** Files that the rules look at in a step: some tens of milliseconds. */
const filesInStep = 1000;

/** With more files than these to be reviewed, all paths are held in memory meanwhile. */
const manyFiles = 500;

const fileColumns = [
  ...['id', 'path', 'hash', 'kind', 'language', 'title', 'words', 'trouble', 'status'].map((name) => [
    name,
    name,
  ]),
  ['secretLines', 'secret_lines'],
];

/**
 * Reviews the files of a library: what the rules say of them, which ones say the same, and what status follows. The
 * database notes itself what has to be reviewed (`pending`), so that nothing is forgotten by whoever dies meanwhile.
 */
export class Review {
  readonly #db: Database;
  readonly #root: string;
  readonly #groups: DuplicateGroups;
  #round: Round | null = null;

  /** @param root the absolute path of the workspace */
  constructor(db: Database, root: string) {
    this.#db = db;
    this.#root = root;
    this.#groups = new DuplicateGroups(db);
  }

  /**
   * Takes in what is being written of a file, by which it is compared with others later. To be called within a group;
   * where that is undone, call `forget`.
   *
   * @param signature null where the file has none, or is gone
   */
  write(file: number, signature: Uint8Array | null): void {
    this.#groups.write(file, signature);
  }

  /** Begins to review in steps: `step` until it answers with false, and then `renew`. */
  begin(): void {
    const pending = pendingReviews(this.#db);
    if (pending === null) return;
    const files = this.#files([...pending.files, ...pending.dependents]);
    const around = new WorkspaceSurroundings(this.#db, this.#root, files.length > manyFiles);
    this.#round = { pending, files, around, next: 0 };
  }

  /** Lets the rules look at some files; answers whether more are left. To be called within a group. */
  step(): boolean {
    const round = this.#round;
    if (round === null) return false;
    this.#applyRules(round.files.slice(round.next, round.next + filesInStep), round.around);
    round.next += filesInStep;
    return round.next < round.files.length;
  }

  /** To be called when anything else is written: what was begun is begun anew by `renew`, since it may be otherwise now. */
  interrupt(): void {
    this.#round = null;
  }

  /** Forgets what it has in memory: the database is as it was before. */
  forget(): void {
    this.#round = null;
    this.#groups.forget();
  }

  /**
   * Reviews all that has to be, with what depends on it. To be called within a group, behind whatever is written there;
   * what refers to what must be up to date.
   *
   * @returns whether the status of any file is another one now
   */
  renew(): boolean {
    if (this.#round === null) this.begin();
    const round = this.#round;
    this.#round = null;
    if (round === null) return false;
    const { pending, files, around, next } = round;
    return this.#undoing(() => {
      this.#applyRules(files.slice(next), around);
      this.#db.exec('DELETE FROM pending');
      return this.#settle(pending.paths, pending.files, files);
    });
  }

  /**
   * Weighs again what is known of files of which something is known now that was not before, and of those that depend on
   * them. What has not been reviewed yet stays so.
   *
   * @returns whether the status of any file is another one now
   */
  weigh(paths: ReadonlySet<string>): boolean {
    if (paths.size === 0) return false;
    return this.#undoing(() => this.#settle([...paths], [], this.#filesAt([...paths])));
  }

  /** Forgets what it has in memory where the group is not written. */
  #undoing(work: () => boolean): boolean {
    try {
      return work();
    } catch (error) {
      this.forget();
      throw error;
    }
  }

  /** Brings groups and statuses up to date where something depends on these paths, on files that were written, or on others that may have another status now. */
  #settle(paths: readonly string[], written: readonly number[], others: readonly FileRow[]): boolean {
    const concerned = new Map(others.map((file) => [file.id, file]));
    const stale = renewStaleness(this.#db, paths);
    for (const file of this.#filesAt([...stale])) concerned.set(file.id, file);
    const evidence = new RecordedEvidence(this.#db);
    const regrouped = this.#groups.renew<GroupedCandidate>(new Set(written), {
      read: (ids) => this.#candidates(ids, evidence),
      compare: compareCandidates,
      because: becauseOf,
    });
    for (const file of this.#files([...regrouped])) concerned.set(file.id, file);
    return this.#judge([...concerned.values()], evidence);
  }

  /** Looks at files that are new or were written, and at those for which a link may lead elsewhere now. */
  #applyRules(files: readonly FileRow[], around: WorkspaceSurroundings): void {
    if (files.length === 0) return;
    const linksOf = this.#db.prepare<DocumentLink>(
      "SELECT kind, target, line FROM links WHERE file = ? AND kind <> 'import' ORDER BY ordinal",
    );
    const remove = this.#db.prepare('DELETE FROM review_findings WHERE file = ?');
    const insert = this.#db.prepare(
      'INSERT INTO review_findings (file, ordinal, rule, severity, line, message, fix) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    const withFindings = new Set(
      this.#db
        .prepare<{ file: number }>('SELECT DISTINCT file FROM review_findings')
        .all()
        .map(({ file }) => file),
    );
    for (const file of files) {
      const links = file.kind === 'markdown' || file.kind === 'notebook' ? linksOf.all(file.id) : noLinks;
      const found: readonly FoundByRule[] = findFaults(documentOf(file, links), around);
      if (withFindings.has(file.id)) remove.run(file.id);
      for (const [ordinal, { rule, severity, line, message, repair }] of found.entries())
        insert.run(
          file.id,
          ordinal,
          rule,
          severity,
          line,
          message,
          repair === null ? null : JSON.stringify(repair),
        );
    }
  }

  /** What decides which one of a group is to be gone by. */
  #candidates(ids: readonly number[], evidence: RecordedEvidence): GroupedCandidate[] {
    const mtime = this.#db.prepare<{ mtimeMs: number }>('SELECT mtime_ms AS mtimeMs FROM files WHERE id = ?');
    const referring = this.#db.prepare<{ count: number }>(
      'SELECT count(DISTINCT from_file) AS count FROM edges WHERE to_path = ? AND from_file <> ?',
    );
    return this.#files(ids).map((file) => {
      const known = evidence.of(file);
      const { decision } = known;
      const mark = decision?.decision === 'canonical' ? decision : null;
      const { status } = judge(mark === null ? known : { ...known, decision: null }, null);
      return {
        id: file.id,
        path: file.path,
        hash: file.hash,
        marked: mark?.at ?? null,
        status: status === 'canonical' ? 'validated' : status,
        referrers: referring.get(file.path, file.id)?.count ?? 0,
        mtimeMs: mtime.get(file.id)?.mtimeMs ?? 0,
      };
    });
  }

  #judge(files: readonly FileRow[], evidence: RecordedEvidence): boolean {
    const standings = allStandings(this.#db);
    const waiting = this.#db.prepare('SELECT 1 FROM pending WHERE path = ?');
    const isPending = this.#db.prepare('SELECT 1 FROM pending LIMIT 1').get() !== undefined;
    const changed = new Map<DocumentStatus, number[]>();
    for (const file of files) {
      let { status } = judge(evidence.of(file), standings.get(file.id) ?? null);
      if (status === 'reviewed' && isPending && waiting.get(file.path) !== undefined) status = 'found';
      if (status === file.status) continue;
      const list = changed.get(status);
      if (list === undefined) changed.set(status, [file.id]);
      else list.push(file.id);
    }
    for (const [status, ids] of changed)
      this.#db
        .prepare('UPDATE files SET status = ? WHERE id IN (SELECT value FROM json_each(?))')
        .run(status, JSON.stringify(ids));
    if (changed.size > 0) this.#db.exec("UPDATE meta SET value = value + 1 WHERE key = 'judged'");
    return changed.size > 0;
  }

  #files(ids: readonly number[]): FileRow[] {
    return ids.length === 0 ? [] : readFiles(this.#db, 'id', ids);
  }

  #filesAt(paths: readonly string[]): FileRow[] {
    return paths.length === 0 ? [] : readFiles(this.#db, 'path', paths);
  }
}

function documentOf(file: FileRow, links: readonly DocumentLink[]): ReviewedDocument {
  const { path, kind, language, title, words, trouble, secretLines } = file;
  return {
    path,
    kind,
    language,
    title,
    words,
    secretLines: secretLines === null ? [] : (JSON.parse(secretLines) as number[]),
    trouble,
    links,
  };
}

function readFiles(db: Database, by: 'id' | 'path', values: readonly (number | string)[]): FileRow[] {
  const columns = readColumns<{ [Name in keyof FileRow]: FileRow[Name] }>(
    db,
    `SELECT ${fileColumns.map(([name, column]) => `json_group_array(${column}) AS ${name}`).join(', ')}
     FROM files WHERE ${by} IN (SELECT value FROM json_each(?)) AND kind <> 'run'`,
    JSON.stringify(values),
  );
  const { path, hash, kind, language, title, words, secretLines, trouble, status } = columns;
  return columns.id.map((id, at) => ({
    id,
    path: path[at] ?? '',
    hash: hash[at] ?? '',
    kind: kind[at] ?? 'text',
    language: language[at] ?? null,
    title: title[at] ?? null,
    words: words[at] ?? 0,
    secretLines: secretLines[at] ?? null,
    trouble: trouble[at] ?? null,
    status: status[at] ?? 'found',
  }));
}
