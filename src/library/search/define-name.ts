import type { DocumentStatus, NameMeaning } from '../../model/library-report.ts';
import type { CorpusFile } from './corpus.ts';
import { declarationSummary } from './declaration-summary.ts';
import type { LibraryView } from './library-view.ts';
import { kindOrder, type Occurrence } from './name-table.ts';
import { readShownAround } from './read-shown.ts';

/** The more one can rely on it, the sooner it is the one to go by. */
const reliance: readonly DocumentStatus[] = [
  'canonical',
  'validated',
  'reviewed',
  'found',
  'stale',
  'rejected',
];

/** Equally good declarations of which is asked how often they are imported: more are a word, not a name. */
const mostCompared = 200;

/** A declaration of the name. */
interface Candidate extends Occurrence {
  readonly text: string;
  readonly at: CorpusFile;
  readonly status: DocumentStatus;
}

interface DeclarationRow {
  readonly kind: string;
  readonly signature: string | null;
  readonly within: string | null;
  readonly summary: string | null;
}

/**
 * What a name means: of all declarations that are called exactly so, or else of those that differ only in how it is
 * written, the one to go by. What a person rejected comes last; then the same language decides, the status, the kind,
 * how many import the file, and how short its path is. Call it within `LibraryView.current`.
 *
 * @param language of the document that it stands in; null where nobody knows
 */
export function defineName(
  view: LibraryView,
  workspace: string,
  name: string,
  language: string | null,
): NameMeaning | null {
  const exactly = declarations(view, name);
  const candidates =
    exactly.length > 0 ? exactly : view.names.called(name).flatMap((other) => declarations(view, other));
  const best = theOne(view, candidates, language);
  if (best === undefined) return null;
  const { text, at, line, status, kind } = best;
  const row = view.db
    .prepare<DeclarationRow>(
      `SELECT names.kind, signature, within, summary FROM names JOIN files ON files.id = file
       WHERE file = ? AND name = ? AND line = ? ORDER BY names.kind = ? DESC, ordinal`,
    )
    .get(at.id, text, line, kind);
  if (row === undefined) return null;
  const lines = isCode(best) ? readShownAround(workspace, at, line) : undefined;
  const isThere = lines?.[line - 1]?.includes(text) ?? false;
  return {
    name: text,
    kind: row.kind,
    signature: row.signature,
    within: row.within,
    summary:
      (lines !== undefined && isThere ? declarationSummary(lines, line, at.language) : null) ?? row.summary,
    path: at.path,
    line,
    language: at.language,
    status,
    others: candidates.length - 1,
  };
}

function isCode({ at }: Candidate): boolean {
  return at.kind === 'python' || at.kind === 'script' || at.kind === 'code' || at.kind === 'shell';
}

/** Everything that declares the name; files and their titles do not. */
function declarations({ corpus, names }: LibraryView, name: string): Candidate[] {
  return names.occurrences(name).flatMap((one) => {
    const place = corpus.placeOfFile(one.file);
    const at = corpus.fileAt(place);
    const isDeclared = one.kind !== 'file' && one.kind !== 'title' && at !== null;
    return isDeclared ? [{ ...one, text: name, at, status: corpus.statusAt(place) }] : [];
  });
}

function theOne(
  view: LibraryView,
  candidates: readonly Candidate[],
  language: string | null,
): Candidate | undefined {
  const worth = ({ status, kind, at }: Candidate): readonly number[] => [
    status === 'rejected' ? 1 : 0,
    language === null || at.language === language ? 0 : 1,
    reliance.indexOf(status),
    kindOrder(kind),
  ];
  const byWorth = candidates.map((candidate) => ({ candidate, worth: worth(candidate) }));
  const least = byWorth.reduce<readonly number[] | null>(
    (best, { worth: own }) => (best === null || compare(own, best) < 0 ? own : best),
    null,
  );
  if (least === null) return undefined;
  const equal = byWorth
    .filter(({ worth: own }) => compare(own, least) === 0)
    .map(({ candidate }) => candidate);
  const byPath = equal.sort(
    (a, b) =>
      a.at.path.length - b.at.path.length ||
      (a.at.path < b.at.path
        ? -1
        : a.at.path > b.at.path
          ? 1
          : a.line - b.line || (a.text < b.text ? -1 : 1)),
  );
  if (byPath.length < 2) return byPath[0];
  const compared = byPath.slice(0, mostCompared);
  const imports = importsOf(view, new Set(compared.map(({ at }) => at.path)));
  const most = Math.max(...compared.map(({ at }) => imports.get(at.path) ?? 0));
  return compared.find(({ at }) => (imports.get(at.path) ?? 0) === most);
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

/** How many import each of these files. */
function importsOf({ db }: LibraryView, paths: ReadonlySet<string>): Map<string, number> {
  const rows = db
    .prepare<{ path: string; count: number }>(
      `SELECT to_path AS path, count(*) AS count FROM edges
       WHERE to_path IN (SELECT value FROM json_each(?)) AND kind = 'import' GROUP BY to_path`,
    )
    .all(JSON.stringify([...paths]));
  return new Map(rows.map(({ path, count }) => [path, count]));
}
