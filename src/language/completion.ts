import type { Span } from '../pipeline/yaml-node.ts';

/** Something that can be written at the cursor. */
export interface Completion {
  readonly label: string;
  readonly kind:
    | 'key'
    | 'value'
    | 'agent'
    | 'stage'
    | 'cluster'
    | 'phase'
    | 'pipeline'
    | 'builtin'
    | 'file'
    | 'folder'
    | 'lock'
    | 'parameter'
    | 'variable'
    | 'function'
    | 'snippet';
  /** A few words beside the label. */
  readonly detail: string;
  /** Markdown. */
  readonly documentation: string;
  readonly insert: string;
  /** Whether `insert` has places to fill in: `${1:example}`, `$0`. */
  readonly isSnippet: boolean;
  /** What is replaced, up to the cursor and with the rest of the word; what is written there is looked for in `filter`. */
  readonly span: Span;
  readonly whole: Span;
  readonly filter: string;
  /** Whether there is something to choose from again once this was written. */
  readonly again: boolean;
}

/** What a folder holds. */
export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** What completion asks of the world around the file. */
export interface CompletionWorld {
  /** What is in a folder of the workspace, relative to it with `/`, empty for itself; nothing where there is none. */
  listFolder(path: string): Promise<readonly FolderEntry[]>;
}

/** A completion at a word, with what most of them have in common. */
export function completionAt(
  place: { readonly span: Span; readonly whole: Span },
  own: Pick<Completion, 'label' | 'kind'> & Partial<Completion>,
): Completion {
  const { span, whole } = place;
  const { label } = own;
  const common = {
    detail: '',
    documentation: '',
    insert: label,
    isSnippet: false,
    filter: label,
    again: false,
  };
  return { ...common, span, whole, ...own };
}
