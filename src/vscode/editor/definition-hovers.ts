import * as vscode from 'vscode';
import { hoverAt, pipelineAt } from '../../language/hover.ts';
import type { PlanReport } from '../../model/report.ts';
import type { FolderSession } from '../folders/folder-session.ts';
import type { Folders } from '../folders/folders.ts';
import { type DefinitionDocuments, folderOf } from './definition-documents.ts';
import { rangeOf } from './document-places.ts';

/** Milliseconds that a hover waits for the plan of a pipeline; without it, it says less. */
const planMs = 500;

/** What there is to say about the word under the pointer. */
export class DefinitionHovers {
  readonly #documents: DefinitionDocuments;
  readonly #folders: Folders;

  constructor(documents: DefinitionDocuments, folders: Folders) {
    this.#documents = documents;
    this.#folders = folders;
  }

  async provide(
    document: vscode.TextDocument,
    position: vscode.Position,
    cancel: vscode.CancellationToken,
  ): Promise<vscode.Hover | undefined> {
    const analysis = this.#documents.analysis(document);
    const offset = document.offsetAt(position);
    const session = this.#sessionOf(document);
    const pipeline = pipelineAt(analysis, offset);
    const plan = session && pipeline !== null ? await planOf(session, pipeline) : null;
    if (cancel.isCancellationRequested) return undefined;
    const hover = hoverAt(analysis, offset, {
      agent: (name) => session?.view.agents.get(name)?.report,
      plan: () => plan,
    });
    if (!hover) return undefined;
    const parts = hover.parts.map((part) => new vscode.MarkdownString(part));
    return new vscode.Hover(parts, rangeOf(document, hover.span));
  }

  /** The session that knows earlier runs at this moment: a pointer that rests somewhere starts no engine. */
  #sessionOf(document: vscode.TextDocument): FolderSession | undefined {
    const session = this.#folders.of(document.uri);
    if (session?.state !== 'connected') return undefined;
    return folderOf(document) === session.folder.uri.fsPath ? session : undefined;
  }
}

async function planOf(session: FolderSession, pipeline: string): Promise<PlanReport | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), planMs);
  });
  try {
    return await Promise.race([session.call('pipeline/plan', { pipeline, params: {} }), late]);
  } catch {
    // The text is not saved, or wants parameters: there is no plan to tell of.
    return null;
  } finally {
    clearTimeout(timer);
  }
}
