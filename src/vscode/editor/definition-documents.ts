import { basename, dirname, isAbsolute, resolve, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { type Analysis, analyzeDefinition } from '../../pipeline/analyze-definition.ts';
import { workspaceHost } from '../../pipeline/load-definition.ts';
import { isDefinition } from './definition-selector.ts';

/** Milliseconds without a keystroke after which a text is looked at: a large one takes longer than a keystroke. */
const settleMs = 150;

interface Known {
  readonly version: number;
  readonly analysis: Analysis;
  /** The files that the analysis looked for, absolute. */
  readonly files: ReadonlySet<string>;
}

/** The open definitions, as the analyser of the engine sees them: unsaved, and each version once. */
export class DefinitionDocuments implements vscode.Disposable {
  readonly #known = new Map<string, Known>();
  readonly #readable = new Map<string, Analysis>();
  /** When a document was last written in, by its uri. */
  readonly #written = new Map<string, number>();
  readonly #watch = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (contentChanges.length > 0 && isDefinition(document)) {
      this.#written.set(document.uri.toString(), performance.now());
    }
  });

  dispose(): void {
    this.#watch.dispose();
  }

  /** What a document holds once nobody writes in it: for all that may wait. */
  async settled(document: vscode.TextDocument): Promise<Analysis> {
    const key = document.uri.toString();
    for (;;) {
      const quietMs = performance.now() - (this.#written.get(key) ?? Number.NEGATIVE_INFINITY);
      if (quietMs >= settleMs) return this.analysis(document);
      await sleep(settleMs - quietMs);
    }
  }

  /** What a document holds now. */
  analysis(document: vscode.TextDocument): Analysis {
    const key = document.uri.toString();
    const known = this.#known.get(key);
    if (known?.version === document.version) return known.analysis;
    const folder = folderOf(document);
    const disk = workspaceHost(folder);
    const files = new Set<string>();
    const analysis = analyzeDefinition(
      { file: basename(document.uri.fsPath), text: document.getText() },
      {
        machine: disk.machine,
        fileExists: (path) => {
          files.add(resolve(folder, path));
          return disk.fileExists(path);
        },
      },
    );
    this.#known.set(key, { version: document.version, analysis, files });
    if (analysis.yaml.root !== null) this.#readable.set(key, analysis);
    return analysis;
  }

  /**
   * What a document held when it could last be read: enough for names, there at once at every keystroke, and it loses
   * none while a bracket or a quote is open.
   */
  lastAnalysis(document: vscode.TextDocument): Analysis {
    return this.#readable.get(document.uri.toString()) ?? this.analysis(document);
  }

  /** Forgets what a file or folder that came or went has changed; answers with whether anything has. */
  forgetFile({ uri }: vscode.TextDocument, path: string): boolean {
    const key = uri.toString();
    const files = this.#known.get(key)?.files ?? new Set();
    const touched = files.has(path) || [...files].some((file) => file.startsWith(path + sep));
    return touched && this.#known.delete(key);
  }

  forget(uri: vscode.Uri): void {
    this.#known.delete(uri.toString());
    this.#readable.delete(uri.toString());
    this.#written.delete(uri.toString());
  }
}

/** The folder that the paths in a definition are relative to: its own, which is where an engine reads it. */
export function folderOf({ uri }: vscode.TextDocument): string {
  const own = dirname(uri.fsPath);
  // What was never saved may lie nowhere yet.
  return isAbsolute(own) ? own : (vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? own);
}
