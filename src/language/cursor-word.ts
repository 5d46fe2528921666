/** What the cursor is in: a word that begins here. */
export interface CursorWord {
  readonly role: 'key' | 'value' | 'either';
  readonly start: number;
  readonly quote: '"' | "'" | null;
}
