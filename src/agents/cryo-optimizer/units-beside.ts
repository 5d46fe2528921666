import { posix } from 'node:path';
import type { Domain } from './domain.ts';
import { type ColumnUnits, readTableHead, type SaidUnit, splitLine } from './table-columns.ts';
import { unitBySymbol } from './text-unit.ts';

const dictionary =
  /^(?:columns?|units|fields|variables|data[-_. ]?dictionary|dictionary|codebook|datapackage|schema|metadata)(?:[-_.].*)?\.(?:json|csv|tsv)$/i;
const nameKeys = ['name', 'column', 'field', 'variable', 'channel', 'titles', 'id'];
const unitKeys = ['unit', 'units'];
const mostNodes = 20_000;

/** Whether a file may say the units of all tables of its folder: `units.json`, `data-dictionary.csv`. */
export function isDictionary(path: string): boolean {
  return dictionary.test(posix.basename(path));
}

/** The files that may say the units of one table alone: `flow.csv` has `flow.json`, `flow.csv-metadata.json`. */
export function namesBeside(table: string): string[] {
  const stem = table.replace(/\.[^./]*$/, '');
  return [
    `${table}.json`,
    `${stem}.json`,
    `${table}-metadata.json`,
    `${stem}-metadata.json`,
    `${stem}-units.json`,
    `${stem}_units.json`,
    `${stem}.units.json`,
  ];
}

/** The units of columns that a file beside a table says, a JSON object or a table with the columns `name` and `unit`. */
export function readUnitsBeside(path: string, text: string, table: string, domain: Domain): ColumnUnits {
  const units = new Map<string, SaidUnit>();
  const take = (name: unknown, symbol: unknown) => {
    const unit = typeof symbol === 'string' ? unitBySymbol(symbol, domain) : null;
    if (unit !== null && typeof name === 'string' && typeof symbol === 'string')
      units.set(name.trim(), { unit, symbol: symbol.trim(), by: `\`${path}\`` });
  };
  if (path.toLowerCase().endsWith('.json')) {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return units;
    }
    const plainUnits = /units\.json$/i.test(path);
    collect(ownPart(value, table), plainUnits, take);
    return units;
  }
  const head = readTableHead(text);
  if (head === null) return units;
  const cells = head.cells.map((cell) => cell.trim().toLowerCase());
  const nameAt = cells.findIndex((cell) => nameKeys.includes(cell));
  const unitAt = cells.findIndex((cell) => unitKeys.includes(cell));
  if (nameAt === -1 || unitAt === -1) return units;
  for (const line of text.split('\n').slice(head.line, head.line + 5000)) {
    const row = splitLine(line.replace(/\r$/, ''), head.delimiter);
    take(row[nameAt], row[unitAt]);
  }
  return units;
}

/** Of a data package, the resource that is the table; everything else speaks of the tables beside it. */
function ownPart(value: unknown, table: string): unknown {
  if (!isObject(value) || !Array.isArray(value.resources)) return value;
  return value.resources.find((resource) => {
    const path: unknown = isObject(resource) ? resource.path : null;
    return typeof path === 'string' && posix.basename(path) === posix.basename(table);
  });
}

function collect(root: unknown, plainUnits: boolean, take: (name: unknown, symbol: unknown) => void): void {
  const open: unknown[] = [root];
  for (let seen = 0; open.length > 0 && seen < mostNodes; seen++) {
    const value = open.pop();
    if (Array.isArray(value)) {
      for (const item of value) open.push(item);
      continue;
    }
    if (!isObject(value)) continue;
    const unit = unitOfObject(value);
    if (unit !== undefined) for (const key of nameKeys) if (key in value) take(value[key], unit);
    for (const [key, inner] of Object.entries(value)) {
      if (isObject(inner)) take(key, unitOfObject(inner));
      else if (plainUnits) take(key, inner);
      open.push(inner);
    }
  }
}

function unitOfObject(value: Readonly<Record<string, unknown>>): unknown {
  return value.unit ?? value.units ?? value.Unit ?? value.Units;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
