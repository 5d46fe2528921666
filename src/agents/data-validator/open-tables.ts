import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadedOnce } from '../loaded-once.ts';
import type { DataFile } from './data-files.ts';
import { headText } from './data-text.ts';
import { DelimitedTable } from './delimited-table.ts';
import { findJsonTables } from './find-json-tables.ts';
import { type ByteInspection, inspectBuffer, inspectBytes } from './inspect-bytes.ts';
import { type BrokenLines, openJsonLines } from './json-lines-table.ts';
import { JsonTable } from './json-table.ts';
import { isBinary } from './judge-bytes.ts';
import { mayHoldList } from './may-hold-list.ts';
import { sniffDelimited } from './sniff-delimited.ts';
import type { Table } from './table.ts';

/** What a data file holds; or why it was not read. */
export type OpenedFile =
  | {
      readonly kind: 'tables';
      readonly tables: readonly Table[];
      readonly inspection: ByteInspection;
      /** Of JSON Lines. */
      readonly brokenLines?: BrokenLines;
    }
  | { readonly kind: 'skipped'; readonly reason: string };

/** Characters above which a YAML file is not read: its tree takes a hundred times as much memory. */
const longestYaml = 512 * 1024;

/** With the parser of YAML, loaded when the first list in YAML comes. */
const yamlTables = loadedOnce(() => import('./yaml-tables.ts'));

/** Finds the tables of a file. */
export async function openTables(workspace: string, file: DataFile, minRows: number): Promise<OpenedFile> {
  const { path, format, size } = file;
  if (format === 'json' || format === 'yaml') return openDocument(workspace, file, minRows);
  const place = join(workspace, path);
  const inspection = inspectBytes(place);
  if (isBinary(inspection)) return { kind: 'skipped', reason: 'binary' };
  if (size === 0) return { kind: 'tables', tables: [], inspection };
  if (format === 'json-lines') {
    const { table, broken } = openJsonLines(workspace, path, inspection);
    return table === null
      ? { kind: 'tables', tables: [], inspection }
      : { kind: 'tables', tables: [table], inspection, brokenLines: broken };
  }
  const head = headText(place, inspection);
  const dialect = sniffDelimited(path, head.text, head.whole);
  const tables = dialect === null ? [] : [new DelimitedTable(workspace, path, inspection, dialect)];
  return { kind: 'tables', tables, inspection };
}

async function openDocument(
  workspace: string,
  { path, format }: DataFile,
  minRows: number,
): Promise<OpenedFile> {
  const bytes = readFileSync(join(workspace, path));
  const inspection = inspectBuffer(bytes);
  if (inspection.nuls > 0) return { kind: 'skipped', reason: 'binary' };
  const text = new TextDecoder(inspection.encoding, { ignoreBOM: true }).decode(
    bytes.subarray(inspection.markLength),
  );
  if (format === 'yaml') {
    if (!mayHoldList(text, minRows)) return { kind: 'tables', tables: [], inspection };
    if (text.length > longestYaml) return { kind: 'skipped', reason: 'YAML of more than 512 KiB' };
    const { findYamlTables } = await yamlTables();
    const tables = findYamlTables(path, text, minRows);
    return tables === null ? unparsable : { kind: 'tables', tables, inspection };
  }
  if (text.trim() === '') return { kind: 'tables', tables: [], inspection };
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return unparsable;
  }
  const tables = findJsonTables(document, minRows).map((found) => new JsonTable(path, text, found));
  return { kind: 'tables', tables, inspection };
}

const unparsable: OpenedFile = { kind: 'skipped', reason: 'cannot be parsed (smoke_tester says where)' };
