import * as vscode from 'vscode';
import type { LibraryStatus } from '../../../model/library-report.ts';

/** Documents of the library that are shown together. */
export interface Collection {
  readonly key: string;
  readonly label: string;
  /** What is in it, where the label does not say it. */
  readonly hint: string;
  /** The name of a codicon. */
  readonly icon: string;
  /** The kinds of documents that are in it. */
  readonly kinds: readonly string[];
  /** Documents in it. */
  readonly files: number;
}

interface CollectionKind {
  readonly key: string;
  readonly icon: string;
  readonly kinds: readonly string[];
  readonly label: () => string;
  readonly hint?: () => string;
}

/** The collection of what runs met, which is no part of the workspace. */
export const runsKey = 'runs';

/** In the order in which they are shown. */
const known: readonly CollectionKind[] = [
  { key: 'python', icon: 'python', kinds: ['python'], label: () => vscode.l10n.t('Python') },
  { key: 'notebooks', icon: 'notebook', kinds: ['notebook'], label: () => vscode.l10n.t('Notebooks') },
  { key: 'markdown', icon: 'markdown', kinds: ['markdown'], label: () => vscode.l10n.t('Markdown') },
  { key: 'tables', icon: 'table', kinds: ['table'], label: () => vscode.l10n.t('Tables'), hint: () => 'CSV' },
  {
    key: 'configuration',
    icon: 'json',
    kinds: ['config'],
    label: () => vscode.l10n.t('Configuration'),
    hint: () => 'YAML, JSON, TOML',
  },
  {
    key: 'code',
    icon: 'code',
    kinds: ['script', 'code', 'shell', 'sql'],
    label: () => vscode.l10n.t('Scripts and Other Code'),
  },
  { key: 'text', icon: 'file-text', kinds: ['text'], label: () => vscode.l10n.t('Text') },
  {
    key: runsKey,
    icon: 'output',
    kinds: ['run'],
    label: () => vscode.l10n.t('Runs'),
    hint: () => vscode.l10n.t('what went wrong'),
  },
];

/** The collections of a library that hold something. @param status null is of one of which nothing is known */
export function collectionsOf(status: LibraryStatus | null): Collection[] {
  if (!status) return [];
  const kinds: Readonly<Record<string, number>> = { ...status.kinds, run: status.runLogs };
  const named = new Set(known.flatMap((collection) => collection.kinds));
  const others = Object.keys(kinds)
    .filter((kind) => !named.has(kind))
    .sort();
  const all = [...known, { ...other, kinds: others }];
  return all
    .map(({ label, hint, ...collection }) => ({
      ...collection,
      label: label(),
      hint: hint?.() ?? '',
      files: collection.kinds.reduce((sum, kind) => sum + (kinds[kind] ?? 0), 0),
    }))
    .filter(({ files }) => files > 0);
}

/** What an engine knows that is newer than this window. */
const other: Omit<CollectionKind, 'kinds'> = {
  key: 'other',
  icon: 'file',
  label: () => vscode.l10n.t('Other'),
};
