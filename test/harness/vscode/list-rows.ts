import type { Locator } from 'playwright-core';
import type { PageElement } from './page-element.ts';

/** A row of a list of the workbench, such as a tree. */
export interface ListRow {
  readonly index: number;
  /** 1 for the outermost; 0 in lists that are no trees. */
  readonly level: number;
  readonly label: string;
  readonly description: string;
  /** The name of a codicon; empty where there is none. */
  readonly icon: string;
  readonly twistie: 'none' | 'open' | 'closed';
  readonly selected: boolean;
  /** What a screen reader says. */
  readonly aria: string;
}

declare const WheelEvent: new (type: string, init: object) => unknown;

/**
 * All rows of a list, which holds only those in sight: it is scrolled from its beginning to its end, and back to where
 * it was.
 */
export function listRows(list: Locator): Promise<readonly ListRow[]> {
  return list.evaluate((element: PageElement) => {
    const rows = new Map<number, ListRow>();
    const scrolled = element.querySelector('.monaco-scrollable-element');
    const content = element.querySelector('.monaco-list-rows');
    if (scrolled === null || content === null) return [];
    const top = (): number => content.getBoundingClientRect().top;
    const wheel = (deltaY: number): boolean => {
      const before = top();
      scrolled.dispatchEvent(new WheelEvent('wheel', { deltaY, bubbles: true, cancelable: true }));
      return top() !== before;
    };
    const textIn = (row: PageElement, part: string): string => row.querySelector(part)?.textContent ?? '';
    const read = (): void => {
      for (const row of content.querySelectorAll('.monaco-list-row')) {
        const index = Number(row.getAttribute('data-index'));
        const expanded = row.getAttribute('aria-expanded');
        const icon = row.querySelector('.custom-view-tree-node-item-icon, .monaco-tl-contents .codicon');
        const classes = [...(icon?.classList ?? [])].filter((name) => /^codicon-(?!colored)/.test(name));
        rows.set(index, {
          index,
          level: Number(row.getAttribute('aria-level')),
          label: textIn(row, '.label-name') + textIn(row, '.label-suffix'),
          description: textIn(row, '.label-description'),
          icon: classes[0]?.replace('codicon-', '') ?? '',
          twistie: expanded === null ? 'none' : expanded === 'true' ? 'open' : 'closed',
          selected: row.getAttribute('aria-selected') === 'true',
          aria: row.getAttribute('aria-label') ?? '',
        });
      }
    };
    const place = top();
    while (wheel(-10_000));
    read();
    while (wheel(Math.max(1, element.clientHeight / 8))) read();
    while (top() < place && wheel(-10));
    return [...rows.values()].sort((one, other) => one.index - other.index);
  });
}

/** Brings a row into sight. */
export async function revealRow(list: Locator, index: number): Promise<Locator> {
  const row = list.locator(`.monaco-list-row[data-index="${index}"]`);
  await list.evaluate((element: PageElement, wanted: number) => {
    const scrolled = element.querySelector('.monaco-scrollable-element');
    const content = element.querySelector('.monaco-list-rows');
    if (scrolled === null || content === null) return;
    const wheel = (deltaY: number): boolean => {
      const before = content.getBoundingClientRect().top;
      scrolled.dispatchEvent(new WheelEvent('wheel', { deltaY, bubbles: true, cancelable: true }));
      return content.getBoundingClientRect().top !== before;
    };
    const inSight = (): boolean => {
      const found = content.querySelector(`.monaco-list-row[data-index="${wanted}"]`);
      if (found === null) return false;
      const [own, window] = [found.getBoundingClientRect(), element.getBoundingClientRect()];
      return own.top >= window.top && own.bottom <= window.bottom;
    };
    if (inSight()) return;
    while (wheel(-10_000));
    while (!inSight() && wheel(Math.max(1, element.clientHeight / 8)));
  }, index);
  return row;
}
