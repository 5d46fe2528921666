import { posix } from 'node:path';
import { isMarkdown } from '../../markdown/document-paths.ts';
import type { InlineCode, MarkdownLink, MissingReference } from '../../markdown/markdown-document.ts';
import { readMarkdown } from '../../markdown/read-markdown.ts';
import type { Progress } from '../progress.ts';
import { ReadGarbage } from '../read-garbage.ts';
import { readText } from '../read-text.ts';
import type { WorkspaceFile } from '../workspace-files.ts';

/** A document of the workspace and what is checked of it. */
export interface ReadDocument {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly title: string | null;
  /** Null where it is no Markdown: it is listed and not checked. */
  readonly markdown: ReadLinks | null;
}

/** What a Markdown document refers to, and what may refer to it. */
export interface ReadLinks {
  readonly anchors: ReadonlySet<string>;
  /** Whether parts of it come from elsewhere or were not read, so that its anchors are not all known. */
  readonly composed: boolean;
  readonly frontMatterKeys: ReadonlySet<string>;
  readonly links: readonly MarkdownLink[];
  readonly missingReferences: readonly MissingReference[];
  readonly unusedDefinitions: readonly { readonly label: string; readonly line: number }[];
}

const inclusion =
  /\{\{\s*#?(?:include|import|embed)|--8<--|<!--\s*@include|\{%-?\s*include|:::\s*\{?include|^import\s.{1,200}\sfrom\s|^<<<\s|\{\{<|\{\{%/m;

/**
 * Reads the documents of a workspace.
 *
 * @param codes is given the pieces of code of each Markdown document; they are not kept
 */
export async function readDocuments(
  workspace: string,
  files: readonly WorkspaceFile[],
  progress: Progress,
  codes: (path: string, found: readonly InlineCode[]) => void,
): Promise<ReadDocument[]> {
  const documents: ReadDocument[] = [];
  const garbage = new ReadGarbage();
  for (const { path, size } of files) {
    const text = readText(workspace, path);
    progress.step();
    if (text === null) continue;
    if (isMarkdown(path)) {
      const read = readMarkdown(text);
      codes(path, read.codes);
      const { title, anchors, links, frontMatterKeys, missingReferences, unusedDefinitions } = read;
      const composed =
        read.blankedLines > 0 || inclusion.test(text) || (path.endsWith('.mdx') && /^<[A-Z]/m.test(text));
      documents.push({
        path,
        size,
        title,
        markdown: { anchors, composed, links, frontMatterKeys, missingReferences, unusedDefinitions },
      });
    } else documents.push({ path, size, title: firstTitle(path, text), markdown: null });
    garbage.add(size);
    await progress.turn();
  }
  return documents;
}

/** The title of reStructuredText or AsciiDoc; of other texts the first line, if it looks like one. */
function firstTitle(path: string, text: string): string | null {
  const lines = text.slice(0, 4000).split(/\r?\n/, 60);
  if (/\.(adoc|asciidoc|asc)$/i.test(path))
    return lines.map((line) => /^=\s+(.+)/.exec(line)?.[1]).find(Boolean) ?? null;
  if (posix.extname(path).toLowerCase() === '.rst') {
    const under = lines.findIndex(
      (line, at) => at > 0 && /^([=\-~^"'#*+.`])\1{2,}\s*$/.test(line) && /\w/.test(lines[at - 1] ?? ''),
    );
    return lines[under - 1]?.trim() ?? null;
  }
  const first = lines.find((line) => line.trim() !== '')?.trim() ?? '';
  return first.length > 0 && first.length < 80 ? first : null;
}
