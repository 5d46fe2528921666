/** A place in a document, from 1; columns are UTF-16 code units. */
export interface MarkdownPlace {
  readonly line: number;
  readonly column: number;
}

export interface MarkdownHeading extends MarkdownPlace {
  /** 1 to 6. */
  readonly depth: number;
  /** Without marks. */
  readonly text: string;
}

export interface MarkdownLink extends MarkdownPlace {
  readonly kind: 'link' | 'image' | 'definition' | 'html';
  /** As it is meant, without escapes. */
  readonly url: string;
  /** Behind the last character of the destination, on the same line; null where the source writes it differently. */
  readonly endColumn: number | null;
}

/** A piece of code in a line. */
export interface InlineCode extends MarkdownPlace {
  readonly value: string;
  /** Behind the last character of the code itself; null where the source writes it differently. */
  readonly endColumn: number | null;
  /** The paragraph, heading or cell it stands in, as it is written. */
  readonly context: string;
  /** The texts of the headings above it, the outermost first. */
  readonly titles: readonly string[];
}

/** A reference such as `[text][label]` whose label nothing defines. */
export interface MissingReference extends MarkdownPlace {
  readonly label: string;
  readonly footnote: boolean;
}

/** What the agents read of a Markdown document. */
export interface MarkdownDocument {
  /** By front matter, by the first heading; null where there is neither. */
  readonly title: string | null;
  readonly frontMatterKeys: ReadonlySet<string>;
  readonly headings: readonly MarkdownHeading[];
  /** Names that a fragment can name: slugs of headings as GitHub makes them, and ids in HTML. */
  readonly anchors: ReadonlySet<string>;
  readonly links: readonly MarkdownLink[];
  readonly codes: readonly InlineCode[];
  readonly missingReferences: readonly MissingReference[];
  /** Labels that are defined and not referred to, with the line of the definition. */
  readonly unusedDefinitions: readonly { readonly label: string; readonly line: number }[];
  /** Lines of the document. */
  readonly lines: number;
  /** Lines that were left out since no parser could read them in reasonable time. */
  readonly blankedLines: number;
}
