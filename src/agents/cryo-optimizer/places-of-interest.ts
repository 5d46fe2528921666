import type { Domain } from './domain.ts';
import type { NameReader } from './name-meaning.ts';
import { unitsOfComment } from './text-unit.ts';

const identifier = /[A-Za-z_$][\w$]*/g;
const given = /["']?\s*(?::\s*\w+\s*)?[=:]\s*[\d.]{3}/y;
const number = /(?<![\w.])\d[\d.]*/g;
const comment = /(?:#|\/\/|\[)[^\n]{0,200}/g;

/**
 * The offsets of a text of code at which something stands that the packs know, in order; what lies between them need
 * not be read. Comments that name a unit count with the beginning of their line. None where nothing but lengths, times
 * and the like is in it.
 */
export function placesOfInterest(text: string, domain: Domain, names: NameReader): readonly number[] {
  const places: number[] = [];
  let physical = false;
  let converts = false;
  for (const match of text.matchAll(identifier)) {
    const meaning = names.read(match[0]);
    if (meaning === null) continue;
    const { unit, quantity, constant, constantSpelt, conversion } = meaning;
    if (constant !== null && !constantSpelt) {
      // Short names of constants are everywhere; only what is given a number may be one.
      given.lastIndex = match.index + match[0].length;
      if (given.test(text)) {
        places.push(match.index);
        physical = true;
      }
    }
    if (unit === null && quantity === null && !constantSpelt && conversion === null) continue;
    places.push(match.index);
    const dimension = unit?.dimension ?? conversion?.from.dimension ?? '';
    physical ||= quantity !== null || constantSpelt || domain.dimensions.get(dimension)?.everyday === false;
    converts ||= conversion !== null;
  }
  if (!physical) return [];
  // What a function that is named after its conversion does with numbers.
  if (converts) for (const match of text.matchAll(number)) places.push(match.index);
  for (const match of text.matchAll(comment)) {
    if (!match[0].includes('[') && !/[#/]\s*\S{1,20}\s*$|\bin\s|units?:|\(/.test(match[0])) continue;
    if (unitsOfComment(match[0].replace(/^(?:#+|\/+)\s*/, ''), domain).length === 0) continue;
    const line = text.lastIndexOf('\n', match.index) + 1;
    const indent = /^\s*/.exec(text.slice(line, line + 200))?.[0].length ?? 0;
    places.push(line + indent, match.index);
  }
  return places.sort((a, b) => a - b);
}

/** Whether one of the places, which are in order, lies in a range. */
export function hasPlace(places: readonly number[], start: number, end: number): boolean {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return (places[low] ?? Number.POSITIVE_INFINITY) < end;
}
