import type { DocumentStatus } from '../../model/library-report.ts';
import type {
  DocumentReport,
  DuplicateGroup,
  QueueReason,
  ReviewFinding,
  ReviewQueue,
} from '../../model/library-review.ts';
import type { Database } from '../../sqlite/database.ts';
import { judge, notReviewed } from './judgement.ts';
import { RecordedEvidence } from './recorded-evidence.ts';
import type { FindingRepair } from './reviewed-document.ts';
import { standingOf } from './standings.ts';

interface FileRow {
  readonly id: number;
  readonly path: string;
  readonly hash: string;
  readonly kind: string;
  readonly title: string | null;
  readonly status: DocumentStatus;
}

const columns = 'files.id, files.path, files.hash, files.kind, files.title, files.status';

/** The status of each of these files that is in the library. */
export function documentStatusesOf(
  db: Database,
  paths: readonly string[],
): Readonly<Record<string, DocumentStatus>> {
  const status = db.prepare<{ status: DocumentStatus }>('SELECT status FROM files WHERE path = ?');
  return Object.fromEntries(
    paths.flatMap((path) => {
      const row = status.get(path);
      return row === undefined ? [] : [[path, row.status]];
    }),
  );
}

/** What waits for somebody to look at it; at most `limit` documents and as many groups. */
export function reviewQueue(db: Database, limit: number): ReviewQueue {
  const evidence = new RecordedEvidence(db);
  const stale = db
    .prepare<FileRow>(`SELECT ${columns} FROM files WHERE status = 'stale' ORDER BY path`)
    .all();
  // What a person has said something of is not asked again.
  const wrong = db
    .prepare<FileRow>(
      `SELECT ${columns} FROM files
       WHERE id IN (SELECT file FROM review_findings WHERE severity = 'error') AND status NOT IN ('stale', 'rejected')
       ORDER BY path`,
    )
    .all()
    .filter((file) => evidence.decisionOn(file) === null);
  const centres = openGroups(db, evidence);
  const waiting: [QueueReason, FileRow][] = [
    ...stale.map((file): [QueueReason, FileRow] => ['stale', file]),
    ...wrong.map((file): [QueueReason, FileRow] => ['findings', file]),
  ];
  return {
    statuses: Object.fromEntries(
      db
        .prepare<{ status: string; count: number }>(
          "SELECT status, count(*) AS count FROM files WHERE kind <> 'run' GROUP BY status ORDER BY status",
        )
        .all()
        .map(({ status, count }) => [status, count]),
    ),
    waiting: { stale: stale.length, findings: wrong.length, duplicates: centres.length },
    documents: waiting
      .slice(0, limit)
      .map(([reason, file]) => ({ ...described(db, file, evidence), reason })),
    groups: centres.slice(0, limit).flatMap((centre) => groupAround(db, centre) ?? []),
  };
}

/** A document as the review has it; null where it is not in the library. */
export function documentReport(db: Database, path: string): DocumentReport | null {
  const file = db.prepare<FileRow>(`SELECT ${columns} FROM files WHERE path = ? AND kind <> 'run'`).get(path);
  if (file === undefined) return null;
  const evidence = new RecordedEvidence(db);
  const centre = db
    .prepare<{ canonical: number | null }>('SELECT canonical FROM duplicates WHERE file = ?')
    .get(file.id)?.canonical;
  return {
    ...described(db, file, evidence),
    group: centre == null ? null : groupAround(db, centre),
    decision: evidence.decisionOn(file),
  };
}

function described(db: Database, file: FileRow, evidence: RecordedEvidence) {
  const { id, path, kind, title, status } = file;
  const waits = db.prepare('SELECT 1 FROM pending WHERE path = ?').get(path) !== undefined;
  const judgement = judge(evidence.of(file), standingOf(db, id));
  const { because } = waits && judgement.status !== status ? notReviewed : judgement;
  return { path, kind, title, status, because, findings: findingsOf(db, id) };
}

function findingsOf(db: Database, file: number): ReviewFinding[] {
  return db
    .prepare<Omit<ReviewFinding, 'fix'> & { readonly fix: string | null }>(
      'SELECT rule, severity, line, message, fix FROM review_findings WHERE file = ? ORDER BY ordinal',
    )
    .all(file)
    .map(({ fix, ...finding }) => ({
      ...finding,
      fix: fix === null ? null : (JSON.parse(fix) as FindingRepair).title,
    }));
}

/** The one to go by of each group about which nobody has said anything yet, by path. */
function openGroups(db: Database, evidence: RecordedEvidence): number[] {
  const members = db
    .prepare<FileRow & { readonly canonical: number }>(
      `SELECT ${columns}, canonical FROM duplicates JOIN files ON files.id = file WHERE canonical IS NOT NULL`,
    )
    .all();
  // One that somebody marked is decided on, and so is one of which but a single document is wanted.
  const wanted = new Map<number, number>();
  const marked = new Set<number>();
  const paths = new Map<number, string>();
  for (const file of members) {
    const { canonical, status, id, path } = file;
    if (status !== 'rejected') wanted.set(canonical, (wanted.get(canonical) ?? 0) + 1);
    if (id !== canonical) continue;
    paths.set(id, path);
    if (evidence.decisionOn(file)?.decision === 'canonical') marked.add(id);
  }
  return [...paths]
    .filter(([id]) => !marked.has(id) && (wanted.get(id) ?? 0) > 1)
    .sort(([, a], [, b]) => (a < b ? -1 : 1))
    .map(([id]) => id);
}

function groupAround(db: Database, centre: number): DuplicateGroup | null {
  const rows = db
    .prepare<FileRow & { readonly similarity: number; readonly because: string | null }>(
      `SELECT ${columns}, similarity, because FROM duplicates JOIN files ON files.id = file
       WHERE canonical = ?1 ORDER BY file <> ?1, path`,
    )
    .all(centre);
  const [first] = rows;
  if (first === undefined) return null;
  return {
    isExact: rows.every(({ hash }) => hash === first.hash),
    canonical: first.path,
    because: first.because ?? '',
    members: rows.map(({ path, status, similarity }) => ({ path, status, similarity })),
  };
}
