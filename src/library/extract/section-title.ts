/** A title in a text. */
export interface SectionTitle {
  /** From 1, the outermost. */
  readonly depth: number;
  readonly text: string;
  /** From 1. */
  readonly line: number;
}
