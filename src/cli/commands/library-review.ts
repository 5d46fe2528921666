import { userInfo } from 'node:os';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { EngineClient } from '../../client/engine-client.ts';
import { outsideWorkspace } from '../../common/outside-workspace.ts';
import type { DocumentReport, ReviewDecision } from '../../model/library-review.ts';
import { documentLines, fixLines, queueLines } from '../../report-text/review-lines.ts';
import { type CommandContext, printAll, printOne, usageError } from '../command-context.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { withLibrary } from '../with-library.ts';

export interface ReviewFlags {
  readonly limit: number;
  readonly fix?: boolean;
  readonly accept?: readonly string[];
  readonly reject?: readonly string[];
  readonly canonical?: readonly string[];
  readonly clear?: readonly string[];
}

/** What can be said of documents, in the order in which it is done. */
const decisions = ['clear', 'accept', 'reject', 'canonical'] as const satisfies readonly ReviewDecision[];

/**
 * `dodeca library review [PATH]`: what waits for somebody to look at it, or a document; with flags, what somebody says
 * of documents, or what can be mended without anybody. The library is brought up to date before.
 */
export async function libraryReviewCommand(
  context: CommandContext,
  written: string | undefined,
  flags: ReviewFlags,
): Promise<ExitCode> {
  const path = written === undefined ? undefined : inWorkspace(context, written);
  const said = decisions.flatMap((decision) =>
    (flags[decision] ?? []).map((of) => ({ decision, path: inWorkspace(context, of) })),
  );
  const twice = said.find(({ path: one }, at) =>
    said.some((other, place) => place < at && other.path === one),
  );
  if (twice !== undefined) throw usageError(`Say one thing of ${twice.path}, not several.`);
  if (said.length > 0 && (flags.fix || path !== undefined))
    throw usageError('Look at a document, decide, or fix: one after the other.');
  return await withLibrary(context, async (client) => {
    await client.call('library/build', { full: false });
    if (said.length > 0) await decide(context, client, said);
    else if (flags.fix) {
      const paths = path === undefined ? null : [path];
      for (const one of paths ?? []) await client.call('library/document', { path: one });
      printOne(context, await client.call('library/fix', { paths, by: whoIsHere() }), fixLines);
    } else if (path !== undefined)
      printOne(context, await client.call('library/document', { path }), documentLines);
    else printOne(context, await client.call('library/review', { limit: flags.limit }), queueLines);
    return exitCode.success;
  });
}

async function decide(
  context: CommandContext,
  client: EngineClient,
  said: readonly { readonly decision: ReviewDecision; readonly path: string }[],
): Promise<void> {
  // All of them, or nothing where one is not there.
  for (const { path } of said) await client.call('library/document', { path });
  for (const { decision, path } of said) {
    const report: DocumentReport = await client.call('library/decide', { path, decision, by: whoIsHere() });
    printAll(context, [report], ([document]) =>
      document === undefined ? [] : [`${document.path}: ${document.status}, since ${document.because}`],
    );
  }
}

/** A path, absolute or relative to the workspace, as the library has it. */
function inWorkspace({ workspace }: CommandContext, path: string): string {
  const inside = relative(workspace, resolve(workspace, path)).split(sep).join('/') || '.';
  if (inside === '..' || inside.startsWith('../') || isAbsolute(inside)) throw outsideWorkspace(path);
  return inside;
}

/** The name by which the system knows who calls. */
function whoIsHere(): string {
  try {
    return userInfo().username;
  } catch {
    // Some systems have no name for a user.
    return 'somebody';
  }
}
