import type { Domain, Unit } from './domain.ts';

/** What a name such as `celsius_to_kelvin` leads from and to. */
export interface NamedConversion {
  readonly from: Unit;
  readonly to: Unit;
}

const mostWords = 6;

/** The units of a name that is a conversion: `celsius_to_kelvin`, `BAR_TO_PA`, and `PA_PER_BAR`, which is from bar to Pa. */
export function namedConversion(words: readonly string[], domain: Domain): NamedConversion | null {
  if (words.length < 3 || words.length > mostWords) return null;
  for (const between of ['to', 'per']) {
    const at = words.indexOf(between);
    if (at < 1 || words.includes(between, at + 1)) continue;
    const sides = [unitsBy(words.slice(0, at), domain), unitsBy(words.slice(at + 1), domain)] as const;
    const [from, to] = between === 'to' ? sides : [sides[1], sides[0]];
    for (const a of from)
      for (const b of to) if (a.dimension === b.dimension && a !== b) return { from: a, to: b };
  }
  return null;
}

/** The units that words can mean. */
function unitsBy(words: readonly string[], domain: Domain): readonly Unit[] {
  const text = words.join('_');
  const sure = domain.suffixes.get(text);
  const short = domain.shortSuffixes.get(text) ?? [];
  return sure === undefined ? short : [sure, ...short];
}
