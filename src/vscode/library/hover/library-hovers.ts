import { posix } from 'node:path';
import * as vscode from 'vscode';
import type { NameMeaning } from '../../../model/library-report.ts';
import type { DodecaHost } from '../../dodeca-host.ts';
import type { FolderSession } from '../../folders/folder-session.ts';
import { statusText } from '../search/search-items.ts';
import { meaningText } from './meaning-text.ts';
import { type NameAt, nameAt } from './name-at.ts';
import { declaresItself, importedFrom, mayBe } from './own-meaning.ts';

/** A name that so many others have as well means something else nearly everywhere. */
const mostOthers = 20;

/** The language of a document as the library has it, and those whose names can be meant in it; none: all of them. */
const languages: Readonly<
  Record<string, { readonly own: string | null; readonly meant: readonly string[] }>
> = {
  python: { own: 'python', meant: ['python'] },
  typescript: { own: 'typescript', meant: ['typescript', 'javascript'] },
  typescriptreact: { own: 'typescript', meant: ['typescript', 'javascript'] },
  javascript: { own: 'javascript', meant: ['typescript', 'javascript'] },
  javascriptreact: { own: 'javascript', meant: ['typescript', 'javascript'] },
  markdown: { own: null, meant: [] },
};

/** What a name in code can be: no heading, and no column of a table. */
const inCode: ReadonlySet<string> = new Set([
  'class',
  'interface',
  'type',
  'enum',
  'function',
  'method',
  'constant',
]);

/** What a name in prose can be besides. */
const inProse: ReadonlySet<string> = new Set([...inCode, 'column', 'key', 'module']);

/** What the library knows of a name under the pointer, where that is declared in another file. */
export class LibraryHovers {
  readonly #host: DodecaHost;

  constructor(host: DodecaHost) {
    this.#host = host;
  }

  async provide(
    document: vscode.TextDocument,
    position: vscode.Position,
    cancel: vscode.CancellationToken,
  ): Promise<vscode.Hover | undefined> {
    const file = fileOf(document);
    const session = file && this.#host.folders.of(file);
    // A pointer that rests somewhere starts no engine.
    if (!file || session?.state !== 'connected') return undefined;
    if (vscode.workspace.getConfiguration('dodeca', file).get<string>('library.hover') === 'off')
      return undefined;
    const isProse = document.languageId === 'markdown';
    const found = nameAt(document.lineAt(position.line).text, position.character, isProse);
    if (!found) return undefined;
    const meaning = await meaningOf(session, found.name, document.languageId, cancel);
    if (!meaning || cancel.isCancellationRequested) return undefined;
    const own = posix.relative(session.folder.uri.path, file.path);
    if (meaning.path === own || !isMeant(meaning, found, document, isProse)) return undefined;
    const range = new vscode.Range(position.line, found.start, position.line, found.end);
    return new vscode.Hover(hoverText(session, meaning), range);
  }
}

/** Whether it is likely that this one is meant, and not another one of the name. */
function isMeant(
  meaning: NameMeaning,
  { name, isMember }: NameAt,
  document: vscode.TextDocument,
  isProse: boolean,
): boolean {
  const { others, within, status, path, kind, language } = meaning;
  if (meaning.name !== name || (others > mostOthers && status !== 'canonical')) return false;
  if (isProse) return inProse.has(kind);
  const meant = languages[document.languageId]?.meant ?? [];
  if (!inCode.has(kind) || !meant.includes(language ?? '')) return false;
  const text = document.getText();
  // Whose member it is nobody knows here: it is likely where its class or module is named.
  if (isMember) return text.includes(within ?? posix.basename(path, posix.extname(path)));
  if (within !== null) return false;
  const module = importedFrom(text, name);
  return module === null ? !declaresItself(text, name) : mayBe(module, path);
}

async function meaningOf(
  session: FolderSession,
  name: string,
  languageId: string,
  cancel: vscode.CancellationToken,
): Promise<NameMeaning | null> {
  const abort = new AbortController();
  const listening = cancel.onCancellationRequested(() => abort.abort());
  try {
    const client = await session.engine();
    const request = { name, language: languages[languageId]?.own ?? null };
    return await client.call('library/define', request, { signal: abort.signal });
  } catch {
    // Whoever searches is told what is wrong; a hover has nothing to say then.
    return null;
  } finally {
    listening.dispose();
  }
}

function hoverText(session: FolderSession, meaning: NameMeaning): vscode.MarkdownString {
  const { path, line, status, name } = meaning;
  const file = vscode.Uri.joinPath(session.folder.uri, path);
  const search = encodeURIComponent(JSON.stringify([{ query: name }]));
  const words = {
    within: (owner: string) => vscode.l10n.t('Of {0}.', owner),
    others: (count: number) =>
      count === 1 ? vscode.l10n.t('1 other of this name') : vscode.l10n.t('{0} others of this name', count),
    status: status === 'found' ? null : statusText(status),
  };
  const links = {
    declaration: file.with({ fragment: `L${line}` }).toString(),
    search: `command:dodeca.searchLibrary?${search}`,
  };
  const text = new vscode.MarkdownString(meaningText(meaning, words, links));
  text.isTrusted = { enabledCommands: ['dodeca.searchLibrary'] };
  return text;
}

/** The file of a document, also of a cell of a notebook; undefined of what is in no file. */
function fileOf({ uri }: vscode.TextDocument): vscode.Uri | undefined {
  if (uri.scheme === 'file') return uri;
  if (uri.scheme !== 'vscode-notebook-cell') return undefined;
  return vscode.workspace.notebookDocuments.find((notebook) =>
    notebook.getCells().some(({ document }) => document.uri.toString() === uri.toString()),
  )?.uri;
}
