/** What a file did to those who read it. */
export interface Poison {
  readonly trouble: string;
  /** Whether it did so even when it was read as plain text. */
  readonly always: boolean;
}
