import { userInfo } from 'node:os';
import * as vscode from 'vscode';
import {
  type DocumentReport,
  type ReviewDecision,
  type ReviewFinding,
  reviewDecisions,
} from '../../model/library-review.ts';
import type { DodecaHost } from '../dodeca-host.ts';
import { openCommand, partsOf, statusIconName, uriOf } from '../library/document-look.ts';
import { similarityText } from '../library/similarity-text.ts';
import { dayOf } from '../views/describe.ts';
import { type ChosenDocument, chooseDocument } from './choose-document.ts';

interface Choice extends vscode.QuickPickItem {
  /** Absent of a heading. */
  readonly act?: () => unknown;
}

/**
 * What the review says of a document, and what a person can say of it. A key binding or another extension may name the
 * `decision` beside the document: nobody is asked then. Answers with the document as it is after a decision.
 */
export async function reviewDocument(host: DodecaHost, given?: unknown): Promise<DocumentReport | undefined> {
  const chosen = chooseDocument(host, given);
  const named = decisionIn(given);
  if (named) return await decide(chosen, named);
  const report = await chosen.session.call('library/document', { path: chosen.path });
  const picked = await vscode.window.showQuickPick(choicesFor(chosen, report), {
    title: vscode.l10n.t('Review of {0}', chosen.path),
    placeHolder: vscode.l10n.t('What do you say of it?'),
    matchOnDescription: true,
  });
  return (await picked?.act?.()) as DocumentReport | undefined;
}

function choicesFor(chosen: ChosenDocument, report: DocumentReport): Choice[] {
  const said = [standing(chosen, report), ...report.findings.map((finding) => finds(chosen, finding))];
  return [
    heading(vscode.l10n.t('The review says')),
    ...said,
    heading(vscode.l10n.t('What to do')),
    ...decisions(chosen, report),
    ...comparison(chosen, report),
    ...fix(chosen, report),
  ];
}

function heading(label: string): Choice {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

/** The status with its reason, and what somebody said. */
function standing(chosen: ChosenDocument, { status, because, decision }: DocumentReport): Choice {
  return {
    label: `$(${statusIconName(status)}) ${status}`,
    description: because,
    ...(decision && {
      detail: vscode.l10n.t('{0}: {1}, {2}', decision.by, decision.decision, dayOf(decision.at)),
    }),
    act: () => open(chosen),
  };
}

function finds(chosen: ChosenDocument, { severity, message, rule, line, fix }: ReviewFinding): Choice {
  const icon = fix !== null ? 'lightbulb' : severity === 'error' ? 'error' : 'info';
  return {
    label: `$(${icon}) ${message}`,
    description: vscode.l10n.t('{0} · line {1}', rule, line),
    act: () => open(chosen, line),
  };
}

/** What a person can say; not what was said already. */
function decisions(chosen: ChosenDocument, { decision, group }: DocumentReport): Choice[] {
  const labels: Readonly<Record<ReviewDecision, readonly [icon: string, label: string, detail: string]>> = {
    accept: ['pass', vscode.l10n.t('Accept'), vscode.l10n.t('Its content is right, until it changes.')],
    reject: [
      'circle-slash',
      vscode.l10n.t('Reject'),
      vscode.l10n.t('It is found behind all others, until its content changes.'),
    ],
    canonical: [
      'star-full',
      vscode.l10n.t('Mark as Canonical'),
      group
        ? vscode.l10n.t('Of those that say the same, this is the one to go by.')
        : vscode.l10n.t('This is the one to go by.'),
    ],
    clear: ['discard', vscode.l10n.t('Take Back'), vscode.l10n.t('As if nobody had said anything of it.')],
  };
  const possible = reviewDecisions.filter((name) =>
    name === 'clear' ? decision !== null : decision?.decision !== name,
  );
  return possible.map((name) => {
    const [icon, label, detail] = labels[name];
    return { label: `$(${icon}) ${label}`, detail, act: () => decide(chosen, name) };
  });
}

/** Side by side with the one to go by; that one with the one that is most like it. */
function comparison(chosen: ChosenDocument, { path, group }: DocumentReport): Choice[] {
  if (!group || group.isExact) return [];
  const { canonical, members } = group;
  const likest = members
    .filter((member) => member.path !== canonical)
    .reduce((one, other) => (other.similarity > one.similarity ? other : one));
  const isCanonical = path === canonical;
  const other = isCanonical ? likest.path : canonical;
  const { similarity = 0 } = members.find((member) => member.path === (isCanonical ? other : path)) ?? {};
  return [
    {
      label: `$(diff) ${isCanonical ? vscode.l10n.t('Compare With {0}', other) : vscode.l10n.t('Compare With the Canonical')}`,
      detail: vscode.l10n.t('{0}: {1} of the text is in both', other, similarityText(similarity)),
      act: async () => {
        const { uri } = chosen.session.folder;
        const title = `${partsOf(other).name} ↔ ${partsOf(path).name}`;
        await vscode.commands.executeCommand('vscode.diff', uriOf(uri, other), uriOf(uri, path), title);
      },
    },
  ];
}

function fix(chosen: ChosenDocument, { findings }: DocumentReport): Choice[] {
  const fixes = [...new Set(findings.flatMap((finding) => finding.fix ?? []))];
  if (fixes.length === 0) return [];
  return [
    {
      label: `$(lightbulb) ${vscode.l10n.t('Fix What Can Be Fixed')}`,
      detail: fixes.join(' · '),
      act: () => mend(chosen),
    },
  ];
}

async function open({ session, path }: ChosenDocument, line?: number): Promise<void> {
  const { command, arguments: args = [] } = openCommand(uriOf(session.folder.uri, path), line);
  await vscode.commands.executeCommand(command, ...args);
}

async function decide({ session, path }: ChosenDocument, decision: ReviewDecision): Promise<DocumentReport> {
  const report = await session.call('library/decide', { path, decision, by: whoIsHere() });
  session.library.changed();
  vscode.window.setStatusBarMessage(vscode.l10n.t('{0} is {1}.', partsOf(path).name, report.status), toldMs);
  return report;
}

async function mend({ session, path }: ChosenDocument): Promise<void> {
  // What is mended is the file: what was not saved would be lost, or overwrite it.
  const file = uriOf(session.folder.uri, path).toString();
  const dirty = vscode.workspace.textDocuments.find(({ uri, isDirty }) => isDirty && uri.toString() === file);
  await dirty?.save();
  const { changed, failed } = await session.call('library/fix', { paths: [path], by: whoIsHere() });
  session.library.changed();
  const [trouble] = failed;
  if (trouble) void vscode.window.showWarningMessage(`${trouble.path}: ${trouble.why}`);
  const fixes = changed.flatMap((one) => one.fixes);
  if (fixes.length === 0) return;
  vscode.window.setStatusBarMessage(vscode.l10n.t('Fixed: {0}', fixes.join(', ')), toldMs);
  await open({ session, path });
}

/** Milliseconds for which the status bar tells what was done. */
const toldMs = 8000;

/** Who says it: the user of this machine. */
function whoIsHere(): string {
  try {
    return userInfo().username;
  } catch {
    // A process may run as somebody whom the machine does not know.
    return vscode.env.appName;
  }
}

/** The decision that a key binding or another extension named. */
function decisionIn(given: unknown): ReviewDecision | undefined {
  if (given === null || typeof given !== 'object' || !('decision' in given)) return undefined;
  return reviewDecisions.find((name) => name === given.decision);
}
