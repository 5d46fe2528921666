import type { Section, SectionText } from './section.ts';
import type { SourceLines } from './source-lines.ts';

/** What neighbours are together: what their titles have in common, and every name in them. */
export function joinSections(lines: SourceLines, group: readonly Section[]): Section {
  const first = group[0] as Section;
  const titlePath = commonPath(group);
  const outer = group.find((section) => section.titlePath.length === titlePath.length);
  const symbols = new Set<string>();
  for (const section of group) {
    const title = section.titlePath.length > titlePath.length ? section.titlePath.at(-1) : undefined;
    if (title !== undefined) symbols.add(title);
    for (const symbol of section.symbols) symbols.add(symbol);
  }
  return {
    kind: outer?.kind ?? first.group,
    group: first.group,
    titlePath,
    line: first.line,
    endLine: Math.max(...group.map(({ endLine }) => endLine)),
    symbols: [...symbols],
    cell: first.cell,
    text: joinedText(lines, group),
    opens: first.opens,
  };
}

function commonPath(group: readonly Section[]): readonly string[] {
  let common = group[0]?.titlePath ?? [];
  for (const { titlePath } of group) {
    let same = 0;
    while (same < common.length && common[same] === titlePath[same]) same += 1;
    if (same < common.length) common = common.slice(0, same);
  }
  return common;
}

function joinedText(lines: SourceLines, group: readonly Section[]): SectionText | null {
  if (group.every(({ text }) => text === null)) return null;
  const parts = group.map(({ text, line, endLine }) => text?.value ?? lines.slice(line, endLine));
  return { value: parts.join('\n'), line: null };
}
