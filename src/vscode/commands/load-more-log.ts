import * as vscode from 'vscode';
import { UserError } from '../../common/errors.ts';
import type { DodecaHost } from '../dodeca-host.ts';
import { logEditors } from '../logs/log-editors.ts';
import { givenLog } from '../logs/show-log.ts';

/** Which part of a log is wanted: what is just before what is shown, what is just behind it, or the first of all. */
type Part = 'earlier' | 'later' | 'beginning';

/**
 * Shows more of a log: the one of the document that is given, or of the active editor. Where nobody says which part,
 * the one that there is; where there is more on both sides, somebody picks. Errors: `no-log`, `whole-log`.
 */
export async function loadMoreLog(host: DodecaHost, given?: unknown, which?: unknown): Promise<void> {
  const { uri, log } = givenLog(host, given);
  const part = partOf(which) ?? (await choosePart(log.ends));
  if (part === undefined) return;
  logEditors(host).keepEnd(uri, false);
  if (part === 'beginning') await log.showBeginning();
  else if (part === 'earlier') await log.loadEarlier();
  else await log.loadLater();
}

function partOf(which: unknown): Part | undefined {
  return which === 'earlier' || which === 'later' || which === 'beginning' ? which : undefined;
}

async function choosePart({
  before,
  after,
}: {
  readonly before: number;
  readonly after: number;
}): Promise<Part | undefined> {
  if (before === 0 && after === 0)
    throw new UserError('whole-log', vscode.l10n.t('The whole log is shown already.'));
  if (after === 0) return 'earlier';
  if (before === 0) return 'later';
  const items: readonly (vscode.QuickPickItem & { readonly part: Part })[] = [
    { label: vscode.l10n.t('Earlier'), part: 'earlier' },
    { label: vscode.l10n.t('Later'), part: 'later' },
    { label: vscode.l10n.t('The beginning'), part: 'beginning' },
  ];
  const title = vscode.l10n.t('Load More of Log');
  const placeHolder = vscode.l10n.t('Part to load');
  return (await vscode.window.showQuickPick(items, { title, placeHolder }))?.part;
}
