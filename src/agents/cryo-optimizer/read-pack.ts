import { type Document, parseAllDocuments } from 'yaml';
import { errorMessage } from '../../common/errors.ts';
import { nearest } from '../../common/nearest.ts';
import { positionAt } from '../../common/position.ts';
import { faultsOf, keyOffset, type PackFault, valueOffset } from './pack-faults.ts';
import { type Pack, packSchema } from './pack-schema.ts';

/** A pack as it was read, and where its pairs of implementations stand. */
export interface ReadPack {
  /** Relative to the workspace; `cryogenics` for the one that comes along. */
  readonly path: string;
  readonly pack: Pack;
  /** The line of each of its `hot_spots`, from 1. */
  readonly hotSpotLines: readonly number[];
}

export type PackReading =
  | { readonly ok: true; readonly read: ReadPack }
  /** `file:line:column: what is wrong`, one for each fault. */
  | { readonly ok: false; readonly problems: readonly string[] };

const longest = 768 * 1024;
const mostTold = 20;

/**
 * Reads a domain pack.
 *
 * @param knownDimensions of the packs before it, which it may use
 * @param knownUnits of the packs before it
 */
export function readPack(
  path: string,
  text: string,
  knownDimensions: Iterable<string> = [],
  knownUnits: ReadonlyMap<string, string> = new Map(),
): PackReading {
  const told = (faults: readonly PackFault[]): PackReading => {
    const problems = faults.slice(0, mostTold).map(({ offset, message }) => {
      const { line, column } = positionAt(text, offset);
      return `${path}:${line}:${column}: ${message}`;
    });
    if (faults.length > mostTold) problems.push(`${path}: and ${faults.length - mostTold} more faults`);
    return { ok: false, problems };
  };
  if (text.length > longest) return told([{ offset: 0, message: 'a pack has at most 768 KiB' }]);
  let document: Document;
  let value: unknown;
  try {
    const options = { prettyErrors: false, logLevel: 'silent' } as const;
    const documents = parseAllDocuments(text, options);
    const [first, second] = Array.isArray(documents) ? documents : [];
    if (first === undefined) return told([{ offset: 0, message: 'the pack is empty' }]);
    document = first as Document;
    const [error] = document.errors;
    if (error !== undefined) return told([{ offset: error.pos[0], message: error.message }]);
    if (second !== undefined) return told([{ offset: second.range[0], message: 'a pack is one document' }]);
    value = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    // Nested too deeply, or aliases that would become too many.
    return told([{ offset: 0, message: `cannot be read: ${errorMessage(error)}` }]);
  }
  const checked = packSchema.safeParse(value);
  if (!checked.success) return told(faultsOf(checked.error.issues, packSchema, document));
  const pack = checked.data;
  const faults = namesWithoutMeaning(pack, document, [...knownDimensions], knownUnits);
  if (faults.length > 0) return told(faults);
  const hotSpotLines = pack.hot_spots.map(
    (_, index) => positionAt(text, valueOffset(document, ['hot_spots', index])).line,
  );
  return { ok: true, read: { path, pack, hotSpotLines } };
}

/** Dimensions and units that are used and declared nowhere. */
function namesWithoutMeaning(
  pack: Pack,
  document: Document,
  knownDimensions: readonly string[],
  knownUnits: ReadonlyMap<string, string>,
): PackFault[] {
  const faults: PackFault[] = [];
  const dimensions = [...knownDimensions, ...Object.keys(pack.dimensions)];
  const units = new Map([
    ...knownUnits,
    ...Object.entries(pack.units).map(([name, { dimension }]) => [name, dimension] as const),
  ]);
  const unknown = (path: readonly PropertyKey[], kind: string, name: string, known: Iterable<string>) => {
    const meant = nearest(name, known);
    const hint = meant === undefined ? '' : `: did you mean \`${meant}\`?`;
    faults.push({
      offset: valueOffset(document, path),
      message: `the ${kind} \`${name}\` is declared nowhere${hint}`,
    });
  };
  const unitOf = (path: readonly PropertyKey[], name: string | undefined, dimension: string) => {
    if (name === undefined) return;
    const own = units.get(name);
    if (own === undefined) unknown(path, 'unit', name, units.keys());
    else if (own !== dimension) {
      const message = `\`${name}\` is a unit of ${own}, not of ${dimension}`;
      faults.push({ offset: valueOffset(document, path), message });
    }
  };
  for (const [name, { dimension }] of Object.entries(pack.units)) {
    if (!dimensions.includes(dimension))
      unknown(['units', name, 'dimension'], 'dimension', dimension, dimensions);
  }
  for (const [name, { bounds }] of Object.entries(pack.dimensions)) {
    const path = ['dimensions', name, 'bounds'];
    if (bounds !== undefined && bounds.unit === undefined)
      faults.push({ offset: keyOffset(document, path), message: 'the bounds of a dimension need a `unit`' });
    unitOf([...path, 'unit'], bounds?.unit, name);
  }
  for (const [name, quantity] of Object.entries(pack.quantities)) {
    const path = ['quantities', name];
    const { dimension, bounds } = quantity;
    if (!dimensions.includes(dimension)) {
      unknown([...path, 'dimension'], 'dimension', dimension, dimensions);
      continue;
    }
    unitOf([...path, 'unit'], quantity.unit, dimension);
    for (const [index, unit] of quantity.units.entries()) unitOf([...path, 'units', index], unit, dimension);
    unitOf([...path, 'bounds', 'unit'], bounds?.unit, dimension);
    if (bounds?.low !== undefined && bounds.high !== undefined && bounds.low > bounds.high) {
      const offset = valueOffset(document, [...path, 'bounds', 'low']);
      faults.push({ offset, message: `\`low\` is above \`high\`: ${bounds.low} and ${bounds.high}` });
    }
  }
  return faults;
}
