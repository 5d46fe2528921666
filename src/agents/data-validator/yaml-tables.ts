import { isMap, isPair, isScalar, isSeq, type Node, parseAllDocuments, type YAMLMap } from 'yaml';
import { lineStarts } from '../../common/line-starts.ts';
import { deepest } from './find-json-tables.ts';
import { jsonPath } from './json-table.ts';
import { isPlainObject, type PlainObject, sharedFields } from './object-table.ts';
import type { Cell, CellPlace, Table, TableRow } from './table.ts';
import { rangeBetween, type TextRange } from './text-range.ts';

/** A list of maps in a YAML file. */
export class YamlTable implements Table {
  readonly path: string;
  readonly name: string;
  readonly typed = true;
  readonly decimalComma = false;
  readonly columns: readonly string[];
  readonly #maps: readonly YAMLMap[];
  readonly #text: string;

  constructor(
    path: string,
    name: string,
    text: string,
    maps: readonly YAMLMap[],
    columns: readonly string[],
  ) {
    this.path = path;
    this.name = name;
    this.#text = text;
    this.#maps = maps;
    this.columns = columns;
  }

  async read(show: (row: TableRow) => boolean): Promise<void> {
    for (const [index, map] of this.#maps.entries()) {
      const row = toObject(map);
      const cells = this.columns.map((column) =>
        Object.hasOwn(row, column) ? (row[column] as Cell) : undefined,
      );
      if (!show({ index, cells })) return;
    }
  }

  async locate(places: readonly CellPlace[]): Promise<readonly TextRange[]> {
    const starts = lineStarts(this.#text);
    return places.map(({ row, cell }) => {
      const map = this.#maps[row.index];
      const column = this.columns[cell];
      const pair = map?.items.find(({ key }) => isScalar(key) && String(key.value) === column);
      const range = (pair?.value as Node | null | undefined)?.range ?? map?.range;
      return rangeBetween(this.#text, starts, range?.[0] ?? 0, pair ? (range?.[1] ?? 0) : (range?.[0] ?? 0));
    });
  }
}

/** The tables of a YAML text; null where it cannot be read. */
export function findYamlTables(path: string, text: string, minRows: number): YamlTable[] | null {
  const found: YamlTable[] = [];
  try {
    const parsed = parseAllDocuments(text, { uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
    if (!Array.isArray(parsed)) return [];
    for (const document of parsed) {
      if (document.errors.some(({ code }) => code !== 'TAG_RESOLVE_FAILED')) return null;
      collect(path, text, document.contents, minRows, found);
    }
    return found;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Documents that list what a program does; their lists are steps and settings. */
const foreign = [
  'openapi',
  'swagger',
  'asyncapi',
  'apiVersion',
  'jobs',
  'stages',
  'services',
  'AWSTemplateFormatVersion',
];

function collect(path: string, text: string, root: unknown, minRows: number, found: YamlTable[]): void {
  if (isMap(root) && foreign.some((field) => root.has(field))) return;
  const open: { node: unknown; at: readonly (string | number)[] }[] = [{ node: root, at: [] }];
  for (const { node, at } of open) {
    if (at.length > deepest) continue;
    if (isSeq(node)) {
      const maps = node.items.filter((item): item is YAMLMap => isMap(item));
      const columns =
        maps.length === node.items.length && maps.length >= minRows ? sharedFields(maps.map(toObject)) : null;
      if (columns !== null) found.push(new YamlTable(path, jsonPath(at), text, maps, columns));
      else for (const [index, item] of node.items.entries()) open.push({ node: item, at: [...at, index] });
    } else if (isMap(node)) {
      for (const pair of node.items) {
        if (isPair(pair) && isScalar(pair.key))
          open.push({ node: pair.value, at: [...at, String(pair.key.value)] });
      }
    }
  }
}

/** A map with its scalars as values; what is nested, or an alias of something elsewhere, is only known to be there. */
function toObject(map: YAMLMap): PlainObject {
  const object: Record<string, unknown> = Object.create(null);
  for (const { key, value } of map.items) {
    if (!isScalar(key)) continue;
    const plain: unknown = isScalar(value)
      ? value.value
      : value === null
        ? null
        : { at: (value as Node).range?.[0] };
    object[String(key.value)] = plain instanceof Date ? plain.toISOString() : plain;
  }
  return isPlainObject(object) ? object : {};
}
