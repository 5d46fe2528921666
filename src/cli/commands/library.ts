import { readFileSync } from 'node:fs';
import { errorMessage } from '../../common/errors.ts';
import { formatBytes, formatDuration, plural } from '../../common/text.ts';
import type { BuildReport, LibraryStatus, RunSighting, SearchHit } from '../../model/library-report.ts';
import { progressText } from '../../report-text/progress-text.ts';
import { type CommandContext, printAll, printOne, usageError } from '../command-context.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { withEngine } from '../with-engine.ts';
import { withLibrary } from '../with-library.ts';

/** `dodeca library build`: brings the knowledge library up to date with the workspace. */
export async function libraryBuildCommand(
  context: CommandContext,
  flags: { readonly full?: boolean },
): Promise<ExitCode> {
  return await withLibrary(context, async (client) => {
    printOne(context, await client.call('library/build', { full: flags.full ?? false }), buildLines);
    return exitCode.success;
  });
}

/** `dodeca library status`: what the knowledge library holds. */
export async function libraryStatusCommand(context: CommandContext): Promise<ExitCode> {
  return await withEngine(context, async (client) => {
    printOne(context, await client.call('library/status', {}), statusLines);
    return exitCode.success;
  });
}

/** `dodeca library search QUERY`, or a file of queries: files that answer, the best first. */
export async function librarySearchCommand(
  context: CommandContext,
  words: readonly string[],
  flags: { readonly limit: number; readonly queries?: string },
): Promise<ExitCode> {
  const queries = queriesOf(words, flags.queries);
  return await withLibrary(context, async (client) => {
    const { limit } = flags;
    let fresh = true;
    for (const { id, query } of queries) {
      const { hits, problem } = await client.call('library/search', {
        query,
        limit,
        fresh,
        explain: false,
        excerpts: false,
      });
      // The first one has looked at what has changed, for all of them.
      fresh = false;
      if (problem !== null) context.err.write(`${problem}\n`);
      const told = hits.map(({ path, line, endLine, title, kind, status, score, seen }) => {
        return { path, line, endLine, title, kind, status, score, ...(seen && { seen }) };
      });
      printAll(context, [{ id, query, hits: told }], ([answer]) => hitLines(answer?.hits ?? []));
    }
    return exitCode.success;
  });
}

/** Queries as `id<TAB>text` lines of a file; the one of the command line has the id `1`. */
function queriesOf(
  words: readonly string[],
  file: string | undefined,
): readonly { readonly id: string; readonly query: string }[] {
  const query = words.join(' ').trim();
  if (file === undefined) {
    if (query === '') throw usageError('Say what to search for: dodeca library search QUERY.');
    return [{ id: '1', query }];
  }
  if (query !== '') throw usageError('Search for words or for the queries of a file, not for both.');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw usageError(`The queries cannot be read: ${errorMessage(error)}.`);
  }
  return text.split(/\r?\n/).flatMap((line, index) => {
    if (line.trim() === '') return [];
    const tab = line.indexOf('\t');
    if (tab < 0) throw usageError(`${file}:${index + 1}: a line is an id, a tab and a query.`);
    return [{ id: line.slice(0, tab), query: line.slice(tab + 1) }];
  });
}

function buildLines(report: BuildReport): string[] {
  const { files, added, changed, moved, removed, durationMs, skipped, discarded, cancelled } = report;
  const parts = [
    [added, 'new'],
    [changed, 'changed'],
    [moved, 'moved'],
    [removed, 'gone'],
  ] as const;
  const news = parts.flatMap(([number, word]) => (number > 0 ? [`${number} ${word}`] : []));
  return [
    ...(discarded === null ? [] : [`Everything was read anew: ${discarded}`]),
    `${plural(files, 'file')} in the library${news.length > 0 ? `: ${news.join(', ')}` : ', as before'}; ${formatDuration(durationMs)}`,
    ...leftOut(skipped),
    ...(cancelled ? ['It was ended before everything was read; the next one goes on from there.'] : []),
  ];
}

function statusLines(status: LibraryStatus): string[] {
  const { files, passages, names, bytes, kinds, skipped, troubled, secrets, building, builtMs } = status;
  const logs = status.runLogs === 0 ? '' : ` and ${plural(status.runLogs, 'log')} of runs`;
  if (builtMs === null && building === null && files === 0)
    return ['Nothing is in the library yet: dodeca library build.'];
  const most = Object.entries(kinds).sort(([, a], [, b]) => b - a);
  return [
    `${plural(files, 'file')}${logs}, ${plural(passages, 'passage')}, ${plural(names, 'name')}; ${formatBytes(bytes)}`,
    ...(most.length > 0 ? [`  ${most.map(([kind, number]) => `${number} ${kind}`).join(', ')}`] : []),
    ...leftOut(skipped),
    ...(troubled > 0 ? [`  read as plain text, since their structure could not be: ${troubled}`] : []),
    ...(secrets > 0 ? [`  secrets left out: ${secrets}`] : []),
    ...(building === null ? [] : [`  being built: ${progressText(building)}`]),
  ];
}

function leftOut(skipped: Readonly<Record<string, number>>): string[] {
  const reasons = Object.entries(skipped).filter(([, number]) => number > 0);
  return reasons.length === 0
    ? []
    : [`  left out: ${reasons.map(([reason, number]) => `${number} ${reason}`).join(', ')}`];
}

type ToldHit = Pick<SearchHit, 'path' | 'line' | 'title' | 'kind'> & {
  readonly seen?: RunSighting | undefined;
};

function hitLines(hits: readonly ToldHit[]): string[] {
  if (hits.length === 0) return ['Nothing was found.'];
  return hits.map(
    ({ path, line, title, kind, seen }) =>
      `${path}:${line}  ${title}  (${kind})${seen ? seenText(seen) : ''}`,
  );
}

/** ` … seen in 12 runs, last 01J… (fixed by c0ffee1)` */
function seenText({ runs, runId, fixedBy }: RunSighting): string {
  const fixed = fixedBy === null ? '' : ` (fixed by ${fixedBy.slice(0, 7)})`;
  return ` … seen in ${plural(runs, 'run')}, last ${runId}${fixed}`;
}
