import type { Domain, Unit } from './domain.ts';

/** The unit that a text is, as a header or a comment writes it: `K`, `°C`, `[mbar]`, `g/s`. */
export function unitBySymbol(text: string, domain: Domain): Unit | null {
  const symbol = text
    .trim()
    .replace(/^(?:units?\s*[:=]\s*|in\s+)/i, '')
    .replace(/\s*([/·*])\s*/g, '$1')
    .trim();
  return domain.symbols.get(symbol) ?? null;
}

const longestLine = 1000;
const conversionWords =
  /\b(?:convert\w*|conversion|instead|equivalent|from|was|not|per|or)\b|->|→|⇒|=>|\bto\b|=/i;

/** The units that a comment names as those of a value; none where it speaks of a conversion. */
export function unitsOfComment(text: string, domain: Domain): Unit[] {
  if (text.length > longestLine || conversionWords.test(text)) return [];
  const found: Unit[] = [];
  const take = (part: string | undefined) => {
    const unit = part === undefined ? null : unitBySymbol(part, domain);
    if (unit !== null) found.push(unit);
  };
  take(text);
  for (const match of text.matchAll(/\[([^[\]]{1,24})\]/g)) take(match[1]);
  for (const match of text.matchAll(/(?:^|\s)\(([^()]{1,24})\)/g)) take(match[1]);
  for (const match of text.matchAll(
    /\b(?:in|units?:)\s+([^\s,.;:()[\]]{1,14})(?=$|[,.;:)\]]|\s+[(\u2013\u2014-])/g,
  ))
    take(match[1]);
  return [...new Set(found)];
}

/** The unit at the very beginning of a docstring: `"""K, of the bath."""`. */
export function leadingUnit(text: string, domain: Domain): Unit | null {
  const [, first] = /^\s*([^\s,.;:]{1,12})[,.;:]/.exec(text) ?? [];
  return first === undefined ? null : unitBySymbol(first, domain);
}
