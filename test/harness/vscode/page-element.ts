/** What is used of the elements of a page by the code that runs there; the types of the whole DOM stay out of here. */
export interface PageElement {
  readonly clientHeight: number;
  readonly textContent: string | null;
  /** As it is seen. */
  readonly innerText: string;
  readonly classList: Iterable<string>;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
  getAttribute(name: string): string | null;
  getBoundingClientRect(): { readonly top: number; readonly bottom: number };
  dispatchEvent(event: unknown): boolean;
}
