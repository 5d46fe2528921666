import { lineAt, lineStarts } from '../../common/line-starts.ts';
import type { CodeFault } from './check-units.ts';
import type { Domain, Unit } from './domain.ts';
import type { SourceFacts } from './expression.ts';
import type { NameReader } from './name-meaning.ts';
import { leadingUnit, unitsOfComment } from './text-unit.ts';

export interface CodeComments {
  readonly faults: readonly CodeFault[];
  /** Units that comments give to names which do not say theirs. */
  readonly annotated: ReadonlyMap<string, Unit>;
}

interface Declared {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** Looks for comments that name another unit than the name that they explain. */
export function checkComments(
  text: string,
  facts: SourceFacts,
  domain: Domain,
  names: NameReader,
): CodeComments {
  const faults: CodeFault[] = [];
  const annotations = new Map<string, Set<Unit>>();
  const lineOf = lineFinder(text);
  const byLine = new Map<number, Declared[]>();
  for (const declared of facts.declared) {
    const line = lineOf(declared.start);
    const others = byLine.get(line);
    if (others === undefined) byLine.set(line, [declared]);
    else if (!others.some(({ start }) => start === declared.start)) others.push(declared);
  }
  const compare = ({ name, start, end }: Declared, units: readonly Unit[]) => {
    const unit = names.read(name)?.unit;
    if (!unit) {
      const [only, second] = units;
      if (only !== undefined && second === undefined)
        annotations.set(name, (annotations.get(name) ?? new Set()).add(only));
      return;
    }
    const alike = units.filter(({ dimension }) => dimension === unit.dimension);
    if (
      alike.length === 0 ||
      alike.some((other) => other.factor === unit.factor && other.offset === unit.offset)
    )
      return;
    const said = alike.map((other) => other.symbol).join(', ');
    const message = `\`${name}\` ends with the unit ${unit.symbol}, and its comment says ${said}`;
    faults.push({ rule: 'unit-comment', place: { start, end }, message, dimension: unit.dimension });
  };

  for (const comment of facts.comments) {
    if (comment.text.includes('\n')) {
      for (const { declared, words } of documented(comment.text, comment.start))
        compare(declared, unitsOfComment(words, domain));
      continue;
    }
    // The comment behind a single declaration explains it.
    const [only, second] = byLine.get(lineOf(comment.start)) ?? [];
    if (only === undefined || second !== undefined || only.start > comment.start) continue;
    compare(only, unitsOfComment(comment.text.replace(/^(?:#+:?|\/\/+<?|\/\*+)\s*|\s*\*\/$/g, ''), domain));
  }
  for (const doc of facts.docs) {
    for (const { declared, words } of documented(doc.text, doc.start))
      compare(declared, unitsOfComment(words, domain));
    // A docstring on the line after a single declaration explains it.
    const [only, second] = byLine.get(lineOf(doc.start) - 1) ?? [];
    const inner = doc.text.replace(/^[rRuU]?(?:"""|'''|"|')|(?:"""|'''|"|')$/g, '');
    const lead = leadingUnit(inner, domain);
    if (only !== undefined && second === undefined && lead !== null) compare(only, [lead]);
  }
  const annotated = new Map<string, Unit>();
  for (const [name, units] of annotations) {
    const [unit] = units;
    if (unit !== undefined && units.size === 1 && timesGiven(text, name) === 1) annotated.set(name, unit);
  }
  return { faults, annotated };
}

/** How often a name is given a value, or stands as a parameter with a default. */
function timesGiven(text: string, name: string): number {
  if (!/^\w+$/.test(name)) return 0;
  return [...text.matchAll(new RegExp(`(?<![\\w.])${name}\\s*(?::[^=\\n]{0,60})?=(?!=)`, 'g'))].length;
}

/** The parameters that a docstring or a JSDoc block explains, each on a line of its own. */
function* documented(text: string, start: number): Generator<{ declared: Declared; words: string }> {
  let offset = 0;
  for (const line of text.split('\n')) {
    const [whole, lead = '', name = '', words = ''] =
      /^([\s*]*(?:[:@]param\s+(?:\{[^{}]{0,60}\}\s*)?(?:[A-Za-z][\w.]*\s+)?)?)([A-Za-z_$][\w$]*)\s*(?:\([^()]{0,60}\))?\s*(?::|\s-)\s*(.{1,200})$/.exec(
        line.length > 400 ? '' : line,
      ) ?? [];
    if (whole !== undefined && (lead.includes('param') || /[_A-Z]/.test(name))) {
      const at = start + offset + lead.length;
      yield { declared: { name, start: at, end: at + name.length }, words: words.trim() };
    }
    offset += line.length + 1;
  }
}

/** Finds the line of an offset, from 0. */
export function lineFinder(text: string): (offset: number) => number {
  const starts = lineStarts(text, /\n/g);
  return (offset) => lineAt(starts, offset);
}
