import * as vscode from 'vscode';
import { foldLog } from '../../logs/fold-log.ts';

/** Folds a run into stages and executions, and the log of an execution into its attempts. */
export class LogFolds implements vscode.FoldingRangeProvider {
  provideFoldingRanges(document: vscode.TextDocument): vscode.FoldingRange[] {
    return foldLog(document.getText().split(/\r\n|\r|\n/)).map(
      ({ start, end }) => new vscode.FoldingRange(start, end, vscode.FoldingRangeKind.Region),
    );
  }
}
