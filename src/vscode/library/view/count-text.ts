import * as vscode from 'vscode';

// Made once, when there is a number: a formatter takes longer to make than a thousand times to format.
let numbers: Intl.NumberFormat | undefined;

/** `18,132`, in the language of the window. */
export function numberText(count: number): string {
  numbers ??= new Intl.NumberFormat(vscode.env.language);
  return numbers.format(count);
}

/** `1 file`, `18,132 files`. */
export function filesText(count: number): string {
  return count === 1 ? vscode.l10n.t('1 file') : vscode.l10n.t('{0} files', numberText(count));
}
