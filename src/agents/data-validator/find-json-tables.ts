import { isPlainObject, type PlainObject, sharedFields } from './object-table.ts';

/** A list of objects in a JSON document. */
export interface FoundTable {
  /** Where the list is. */
  readonly path: readonly (string | number)[];
  /** What of each element is the row: `properties` in GeoJSON, nothing elsewhere. */
  readonly within: readonly string[];
  readonly columns: readonly string[];
  readonly rows: readonly PlainObject[];
}

/** Fields by which documents are known that hold no data. */
const foreign: readonly (readonly string[])[] = [
  ['openapi'],
  ['swagger'],
  ['asyncapi'],
  ['nbformat'],
  ['lockfileVersion'],
  ['bomFormat'],
  ['spdxVersion'],
  ['compilerOptions'],
  ['sources', 'mappings'],
  ['scopeName', 'patterns'],
  ['$defs'],
  ['definitions', 'properties'],
];
/** Tables of one document; more are parts of something that is no data. */
const mostTables = 50;
/** Tables are looked for no deeper than this. */
export const deepest = 32;

/** The tables of a parsed JSON document: lists of objects that share fields, outside of each other. */
export function findJsonTables(document: unknown, minRows: number): FoundTable[] {
  if (isForeign(document)) return [];
  const found: FoundTable[] = [];
  const open: { value: unknown; path: readonly (string | number)[] }[] = [{ value: document, path: [] }];
  for (let next = open.pop(); next !== undefined && found.length < mostTables; next = open.pop()) {
    const { value, path } = next;
    if (typeof value !== 'object' || value === null || path.length > deepest) continue;
    const table = Array.isArray(value) ? tableOf(value, path, minRows) : null;
    if (table !== null) {
      found.push(table);
      continue;
    }
    const parts = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
    for (let at = parts.length - 1; at >= 0; at--) {
      const [key, part] = parts[at] as [string | number, unknown];
      if (typeof part === 'object' && part !== null) open.push({ value: part, path: [...path, key] });
    }
  }
  return found;
}

function isForeign(document: unknown): boolean {
  if (!isPlainObject(document)) return false;
  if (document.type === 'Topology') return true;
  if (typeof document.$schema === 'string' && /json-schema\.org|sarif/.test(document.$schema)) return true;
  return foreign.some((fields) => fields.every((field) => Object.hasOwn(document, field)));
}

function tableOf(
  list: readonly unknown[],
  path: readonly (string | number)[],
  minRows: number,
): FoundTable | null {
  if (list.length < minRows || !list.every(isPlainObject)) return null;
  const within = list.every(isFeature) ? ['properties'] : [];
  const rows = within.length === 0 ? list : list.map((feature) => feature.properties as PlainObject);
  const columns = sharedFields(rows);
  return columns === null ? null : { path, within, columns, rows };
}

/** An element of GeoJSON, whose geometry is no data for tables. */
function isFeature(value: PlainObject): boolean {
  return value.type === 'Feature' && isPlainObject(value.properties);
}
