/** What a document is, by how it is read. */
export const documentKinds = [
  'python',
  'script',
  'code',
  'notebook',
  'markdown',
  'text',
  'table',
  'config',
  'shell',
  'sql',
  // The log of an execution: it is not in the workspace, and only what it met is in the library.
  'run',
] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** What a file of the workspace is. */
export type FileDocumentKind = Exclude<DocumentKind, 'run'>;

/** What a passage is a part of its document as. */
export type PassageKind =
  | 'module'
  | 'class'
  | 'function'
  | 'method'
  | 'cell'
  | 'section'
  | 'table'
  | 'entry'
  | 'text'
  // Of a log: why the execution failed, what its log says of it, what it found and what it made.
  | 'failure'
  | 'error'
  | 'finding'
  | 'artifact';

/** The unit that is found: a piece of a document that can be read by itself. */
export interface Passage {
  readonly kind: PassageKind;
  /** From the outside in: headings, `Class`, `method`, keys; empty for the document as a whole. */
  readonly titlePath: readonly string[];
  /** From 1, both included. Of a notebook: lines of the file, so that an editor can go there. */
  readonly line: number;
  readonly endLine: number;
  /** Of a notebook's cell its place from 1; null elsewhere. */
  readonly cell: number | null;
  /** What is searched; without what is secret. */
  readonly text: string;
  /** Names that it defines. */
  readonly symbols: readonly string[];
}

/** A name that a document gives to something: what one looks up by name. */
export interface NamedThing {
  readonly name: string;
  readonly kind:
    | 'module'
    | 'class'
    | 'interface'
    | 'type'
    | 'enum'
    | 'function'
    | 'method'
    | 'constant'
    | 'heading'
    | 'column'
    | 'key'
    | 'tag';
  /** From 1. */
  readonly line: number;
  readonly endLine: number;
  /** As it is declared, on one line; null where there is nothing to show. */
  readonly signature: string | null;
  /** What it belongs to: `Class`; null at the top. */
  readonly within: string | null;
}

/** Something that a document refers to. */
export interface DocumentLink {
  readonly kind: 'import' | 'link' | 'file';
  /** As it is written: a module, a path, a reference; web addresses are left out. */
  readonly target: string;
  /** From 1. */
  readonly line: number;
}

/** What is read of a file. */
export interface ExtractedDocument {
  readonly kind: DocumentKind;
  /** `python`, `typescript`, `javascript`, `markdown`, `yaml`, `json` …; null where nothing says. */
  readonly language: string | null;
  readonly title: string | null;
  /** The first sentence of what it says of itself; null where it says nothing. */
  readonly summary: string | null;
  readonly passages: readonly Passage[];
  readonly names: readonly NamedThing[];
  readonly links: readonly DocumentLink[];
  /** Why it could not be read by its structure and was read as plain text instead; null where it could. */
  readonly trouble: string | null;
  readonly lines: number;
  readonly words: number;
  /** How many secrets were left out. */
  readonly secrets: number;
  /** Lines of those whose form leaves no doubt; absent where there are none. */
  readonly secretLines?: readonly number[];
}
