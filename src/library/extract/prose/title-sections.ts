import type { NamedThing } from '../../document.ts';
import { lineSection, type Section } from '../section.ts';
import type { SectionTitle } from '../section-title.ts';

/** The sections of a text by its titles: each reaches to the next title of any depth. */
export function titleSections(titles: readonly SectionTitle[], count: number): Section[] {
  const sections: Section[] = [];
  const above: SectionTitle[] = [];
  const first = (titles[0]?.line ?? count + 1) - 1;
  if (first > 0) sections.push(lineSection('section', 'section', [], 1, first));
  for (const [at, title] of titles.entries()) {
    while (above.length > 0 && (above.at(-1)?.depth ?? 0) >= title.depth) above.pop();
    above.push(title);
    const end = (titles[at + 1]?.line ?? count + 1) - 1;
    const path = above.map(({ text }) => text).filter((text) => text !== '');
    sections.push(lineSection('section', 'section', path, title.line, end));
  }
  return sections;
}

/** Titles as one looks them up: each reaches to the next one that is not deeper. */
export function titleNames(titles: readonly SectionTitle[], count: number): NamedThing[] {
  const names: NamedThing[] = [];
  const ends = new Array<number>(titles.length).fill(count);
  const open: number[] = [];
  const around: (string | null)[] = [];
  for (const [at, { depth, line }] of titles.entries()) {
    while (open.length > 0 && (titles[open.at(-1) as number]?.depth ?? 0) >= depth)
      ends[open.pop() as number] = line - 1;
    around.push(open.length === 0 ? null : (titles[open.at(-1) as number]?.text ?? null));
    open.push(at);
  }
  for (const [at, { text, line }] of titles.entries()) {
    if (text === '') continue;
    names.push({
      name: text,
      kind: 'heading',
      line,
      endLine: Math.max(line, ends[at] ?? line),
      signature: null,
      within: around[at] ?? null,
    });
  }
  return names;
}
