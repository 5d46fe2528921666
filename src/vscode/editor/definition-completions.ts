import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import * as vscode from 'vscode';
import { complete } from '../../language/complete.ts';
import type { Completion, FolderEntry } from '../../language/completion.ts';
import { type DefinitionDocuments, folderOf } from './definition-documents.ts';
import { rangeOf } from './document-places.ts';

const { CompletionItemKind } = vscode;
const kinds: Readonly<Record<Completion['kind'], vscode.CompletionItemKind>> = {
  key: CompletionItemKind.Property,
  value: CompletionItemKind.EnumMember,
  agent: CompletionItemKind.Function,
  stage: CompletionItemKind.Method,
  cluster: CompletionItemKind.Class,
  phase: CompletionItemKind.Event,
  pipeline: CompletionItemKind.Module,
  builtin: CompletionItemKind.Function,
  file: CompletionItemKind.File,
  folder: CompletionItemKind.Folder,
  lock: CompletionItemKind.Constant,
  parameter: CompletionItemKind.Variable,
  variable: CompletionItemKind.Variable,
  function: CompletionItemKind.Function,
  snippet: CompletionItemKind.Snippet,
};

/** What can be written at the cursor. */
export class DefinitionCompletions {
  readonly #documents: DefinitionDocuments;

  constructor(documents: DefinitionDocuments) {
    this.#documents = documents;
  }

  async provide(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.CompletionItem[]> {
    const text = document.getText();
    const found = await complete(text, document.offsetAt(position), this.#documents.lastAnalysis(document), {
      listFolder: (path) => listFolder(resolve(folderOf(document), path)),
    });
    return found.map((completion, index) => itemOf(document, completion, index));
  }
}

function itemOf(document: vscode.TextDocument, completion: Completion, index: number): vscode.CompletionItem {
  const { label, kind, detail, documentation, insert, isSnippet, span, whole, filter, again } = completion;
  const item = new vscode.CompletionItem({ label, description: detail }, kinds[kind]);
  if (documentation !== '') item.documentation = new vscode.MarkdownString(documentation);
  item.insertText = isSnippet ? new vscode.SnippetString(insert) : insert;
  item.filterText = filter;
  item.range = { inserting: rangeOf(document, span), replacing: rangeOf(document, whole) };
  // As the schema has them: what is needed most comes first there.
  item.sortText = String(index).padStart(4, '0');
  if (again) item.command = { title: '', command: 'editor.action.triggerSuggest' };
  return item;
}

/** What is in a folder, folders first; nothing where it cannot be looked at. */
async function listFolder(folder: string): Promise<readonly FolderEntry[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }))
      .sort((a, b) => Number(b.isFolder) - Number(a.isFolder) || a.name.localeCompare(b.name));
  } catch {
    // It is not there yet, or nobody may look: there is nothing to offer then.
    return [];
  }
}
