import * as vscode from 'vscode';

/** Milliseconds for which an answer holds: what an agent names is often what it has just written. */
const holdsMs = 5000;

/** Answers kept at once. */
const mostAnswers = 5000;

/** Which files there are, asked once for each name. */
export class KnownFiles {
  readonly #answers = new Map<string, { readonly isFile: Promise<boolean>; readonly at: number }>();

  /** Whether there is a file of this name. */
  async has(uri: vscode.Uri): Promise<boolean> {
    const key = uri.toString();
    const known = this.#answers.get(key);
    if (known && performance.now() - known.at < holdsMs) return await known.isFile;
    if (this.#answers.size >= mostAnswers) this.#answers.clear();
    const isFile = isFileAt(uri);
    this.#answers.set(key, { isFile, at: performance.now() });
    return await isFile;
  }
}

async function isFileAt(uri: vscode.Uri): Promise<boolean> {
  try {
    const { type } = await vscode.workspace.fs.stat(uri);
    return (type & vscode.FileType.File) !== 0;
  } catch {
    // Not there, or nothing that may be looked at: no link either way.
    return false;
  }
}
