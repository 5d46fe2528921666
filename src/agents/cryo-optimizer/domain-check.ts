import { closeSync, openSync, readSync } from 'node:fs';
import { join, posix } from 'node:path';
import { decodeSource } from '../../common/decode-source.ts';
import { grammarOf } from '../../syntax-tree/grammar.ts';
import { collectGarbageAfter } from '../collect-garbage.ts';
import { Progress } from '../progress.ts';
import { readText } from '../read-text.ts';
import { type FileChoice, type WorkspaceFile, workspaceFiles } from '../workspace-files.ts';
import { countDefinitions } from './check-calls.ts';
import { checkSource, type SourceCheck } from './check-source.ts';
import { type ColumnMeaning, readHeader } from './column-meaning.ts';
import type { ColumnValues } from './column-values.ts';
import type { Domain } from './domain.ts';
import { mentionsColumns, readJson } from './json-columns.ts';
import type { NameReader } from './name-meaning.ts';
import { placesOfInterest } from './places-of-interest.ts';
import {
  type ColumnUnits,
  cellColumn,
  readTable,
  readTableHead,
  type SaidUnit,
  type UnitContradiction,
} from './table-columns.ts';
import { isDictionary, namesBeside, readUnitsBeside } from './units-beside.ts';

/** What a file of data says about quantities. */
export interface DataCheck {
  readonly path: string;
  readonly columns: readonly ColumnMeaning[];
  readonly values: readonly { readonly values: ColumnValues; readonly column: number }[];
  readonly contradictions: readonly UnitContradiction[];
}

export interface DomainCheck {
  /** Files that were looked at. */
  readonly files: number;
  readonly sources: readonly SourceCheck[];
  readonly data: readonly DataCheck[];
  /** How often functions of a name are defined, by their keys. */
  readonly definitions: ReadonlyMap<string, number>;
  readonly skipped: ReadonlyMap<string, number>;
}

type Kind = 'code' | 'table' | 'json';

const headBytes = 64 * 1024;
/** A line so long was written by a program. */
const longestLine = 10_000;

function kindOf(path: string): Kind | null {
  const extension = posix.extname(path).toLowerCase();
  if (extension === '.csv' || extension === '.tsv' || extension === '.tab') return 'table';
  if (extension === '.json' || extension === '.jsonl' || extension === '.ndjson' || extension === '.geojson')
    return 'json';
  return grammarOf(path) === null ? null : 'code';
}

/** Looks at code and data of a workspace by what the packs know. */
export async function checkDomain(
  workspace: string,
  choice: FileChoice,
  domain: Domain,
  names: NameReader,
): Promise<DomainCheck> {
  const found = workspaceFiles(workspace, choice, (path) => kindOf(path) !== null);
  const check = new Check(workspace, found.files, domain, names, new Map(found.skipped));
  const progress = new Progress('looked at', found.files.length);
  for (const file of found.files) {
    await check.look(file);
    progress.step();
    await progress.turn();
  }
  const { files, sources, data, definitions, skipped } = check;
  return { files, sources, data, definitions, skipped };
}

class Check {
  readonly sources: SourceCheck[] = [];
  readonly data: DataCheck[] = [];
  readonly definitions = new Map<string, number>();
  readonly skipped: Map<string, number>;
  files = 0;
  readonly #workspace: string;
  readonly #domain: Domain;
  readonly #names: NameReader;
  readonly #paths: ReadonlySet<string>;
  /** Files that may say the units of the tables of their folder, by the folder. */
  readonly #dictionaries = new Map<string, string[]>();
  #lastDictionary: { readonly path: string; readonly text: string | null } = { path: '', text: null };

  constructor(
    workspace: string,
    files: readonly WorkspaceFile[],
    domain: Domain,
    names: NameReader,
    skipped: Map<string, number>,
  ) {
    this.#workspace = workspace;
    this.#domain = domain;
    this.#names = names;
    this.skipped = skipped;
    this.#paths = new Set(files.map(({ path }) => path));
    for (const { path } of files) {
      if (!isDictionary(path)) continue;
      const folder = posix.dirname(path);
      this.#dictionaries.set(folder, [...(this.#dictionaries.get(folder) ?? []), path].slice(0, 20));
    }
  }

  async look(file: WorkspaceFile): Promise<void> {
    const { path, size } = file;
    const kind = kindOf(path);
    const text =
      kind === 'table' && size > headBytes && !this.#headMatters(path) ? '' : readText(this.#workspace, path);
    if (text === null) {
      this.#skip('unreadable');
      return;
    }
    this.files += 1;
    try {
      if (kind === 'code') await this.#lookAtCode(path, text);
      else if (kind === 'table') await this.#lookAtTable(path, text);
      else this.#lookAtJson(path, text);
    } catch (error) {
      // Deeper than the stack is.
      if (!(error instanceof RangeError)) throw error;
      this.files -= 1;
      this.#skip('nested too deeply');
    }
    collectGarbageAfter(size);
  }

  async #lookAtCode(path: string, text: string): Promise<void> {
    countDefinitions(path, text, this.definitions);
    const places = placesOfInterest(text, this.#domain, this.#names);
    if (places.length === 0) return;
    if (hasLongLine(text)) {
      this.files -= 1;
      this.#skip('minified');
      return;
    }
    const source = await checkSource(path, text, places, this.#domain, this.#names);
    if (source === null) {
      this.files -= 1;
      this.#skip('unreadable');
      return;
    }
    // A file with lengths and times alone says nothing that counts.
    if (source.physical || source.faults.length + source.passed.length > 0) this.sources.push(source);
  }

  async #lookAtTable(path: string, text: string): Promise<void> {
    const head = readTableHead(text);
    if (head === null) return;
    const beside = this.#unitsBeside(path);
    const matters = head.cells.some(
      (cell) => beside.has(cell.trim()) || readHeader(cell.trim(), this.#domain, this.#names) !== null,
    );
    if (!matters) return;
    const table = await readTable(text, head, this.#domain, this.#names, beside);
    const values = table.values.map(({ values, index }) => {
      const [first] = values.places;
      const line = first === undefined ? '' : lineAt(text, first.line);
      return { values, column: cellColumn(line, index, head.delimiter) };
    });
    if (isPhysical(table.columns, this.#domain))
      this.data.push({ path, columns: table.columns, values, contradictions: table.contradictions });
  }

  #lookAtJson(path: string, text: string): void {
    if (!mentionsColumns(text, this.#domain, this.#names)) return;
    const byLine = /\.(?:jsonl|ndjson)$/i.test(path);
    const { columns, values } = readJson(text, byLine, this.#domain, this.#names);
    if (isPhysical(columns, this.#domain)) this.data.push({ path, columns, values, contradictions: [] });
  }

  #unitsBeside(table: string): ColumnUnits {
    const units = new Map<string, SaidUnit>();
    const general = this.#dictionaries.get(posix.dirname(table)) ?? [];
    for (const path of [...general, ...namesBeside(table).filter((name) => this.#paths.has(name))]) {
      if (path === table) continue;
      if (this.#lastDictionary.path !== path)
        this.#lastDictionary = { path, text: readText(this.#workspace, path) };
      const { text } = this.#lastDictionary;
      if (text === null) continue;
      for (const [name, said] of readUnitsBeside(path, text, table, this.#domain)) units.set(name, said);
    }
    return units;
  }

  /** Whether the beginning of a large table has a column that means something. */
  #headMatters(path: string): boolean {
    try {
      const file = openSync(join(this.#workspace, path), 'r');
      try {
        const bytes = Buffer.allocUnsafe(headBytes);
        const head = readTableHead(decodeSource(bytes.subarray(0, readSync(file, bytes, 0, headBytes, 0))));
        return (
          head?.cells.some((cell) => readHeader(cell.trim(), this.#domain, this.#names) !== null) ?? false
        );
      } finally {
        closeSync(file);
      }
    } catch {
      return true;
    }
  }

  #skip(reason: string): void {
    this.skipped.set(reason, (this.skipped.get(reason) ?? 0) + 1);
  }
}

/** Whether one of the columns is of physics beyond doubt. */
function isPhysical(columns: readonly ColumnMeaning[], domain: Domain): boolean {
  return columns.some(
    ({ unit, quantity }) =>
      quantity !== null || (unit !== null && domain.dimensions.get(unit.dimension)?.everyday === false),
  );
}

function hasLongLine(text: string): boolean {
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at);
    if ((end === -1 ? text.length : end) - at > longestLine) return true;
    if (end === -1) return false;
    at = end + 1;
  }
  return false;
}

function lineAt(text: string, line: number): string {
  let start = 0;
  for (let at = 1; at < line; at++) {
    start = text.indexOf('\n', start) + 1;
    if (start === 0) return '';
  }
  const end = text.indexOf('\n', start);
  return text.slice(start, end === -1 ? text.length : end);
}
