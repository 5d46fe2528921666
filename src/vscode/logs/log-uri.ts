import * as vscode from 'vscode';
import { type LogAddress, logAddress, logScheme, logUriParts } from '../../logs/log-address.ts';

/** The document that shows a log. */
export function logUri(address: LogAddress): vscode.Uri {
  return vscode.Uri.from({ scheme: logScheme, ...logUriParts(address) });
}

/** What a document shows; null where it is no log. */
export function addressOf(uri: vscode.Uri): LogAddress | null {
  return uri.scheme === logScheme ? logAddress(uri) : null;
}
