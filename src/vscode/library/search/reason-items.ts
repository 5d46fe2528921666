import * as vscode from 'vscode';
import type { HitReasons } from '../../../model/library-report.ts';
import { matchLines, partLines, type ReasonWords, withoutIcons } from './hit-text.ts';

/** Why a file ranks where it does, as lines of a list. */
export function reasonItems(why: HitReasons, score: number | null): vscode.QuickPickItem[] {
  const words = reasonWords();
  const line = (icon: string, text: string, worth: string): vscode.QuickPickItem => ({
    label: withoutIcons(text),
    iconPath: new vscode.ThemeIcon(icon),
    description: worth,
  });
  const parts = partLines(why, words).map(({ text, worth }) => line('graph', text, worth));
  const matches = matchLines(why, words).map(({ text, worth }) => line('search', text, worth));
  const title = (label: string): vscode.QuickPickItem => ({
    label,
    kind: vscode.QuickPickItemKind.Separator,
  });
  return [
    title(
      score === null
        ? vscode.l10n.t('parts of the score')
        : vscode.l10n.t('parts of the score {0}', score.toFixed(2)),
    ),
    ...parts,
    ...(matches.length > 0 ? [title(vscode.l10n.t('what was found, and its weight')), ...matches] : []),
  ];
}

function reasonWords(): ReasonWords {
  return {
    passages: vscode.l10n.t('Passages that answer best'),
    file: vscode.l10n.t('Words anywhere in the file'),
    path: vscode.l10n.t('Words of its path'),
    name: vscode.l10n.t('It is called so'),
    status: vscode.l10n.t('Its status'),
    where: {
      path: vscode.l10n.t('in the path'),
      title: vscode.l10n.t('in a title'),
      body: vscode.l10n.t('in the text'),
    },
    takenFor: (text, meant) => vscode.l10n.t('{0}, taken for {1}', text, meant),
  };
}
