import type { InventoryItem } from './inventory.ts';

/** Files of the same content. */
export interface DuplicateGroup {
  /** SHA-256. */
  readonly hash: string;
  readonly bytes: number;
  /** In order. */
  readonly paths: readonly string[];
}

/** Groups of files with the same content, by their first path. */
export function findDuplicates(
  items: readonly InventoryItem[],
  hashOf: (path: string) => string | null,
): readonly DuplicateGroup[] {
  const byHash = new Map<string, { hash: string; bytes: number; paths: string[] }>();
  for (const { path, bytes } of items) {
    const hash = hashOf(path);
    if (hash === null) continue;
    const group = byHash.get(hash) ?? { hash, bytes, paths: [] };
    group.paths.push(path);
    byHash.set(hash, group);
  }
  return [...byHash.values()].filter(({ paths }) => paths.length > 1);
}

/** Bytes below which a copy does no harm: a line of re-exports, an empty configuration. */
const smallest = 256;
const smallestData = 4096;
const meantTwice: ReadonlySet<string> = new Set([
  'test',
  'fixture',
  'legal',
  'example',
  'package',
  'schema',
  'agent',
]);

/** Whether it is worth a word that a file has a copy; tests, fixtures, licences and the like have some on purpose. */
export function isWorthTelling(
  { bytes, classification: { type, group } }: InventoryItem,
  generated: boolean,
): boolean {
  if (generated || (meantTwice.has(group) && (type !== 'code' || group !== 'agent'))) return false;
  if (type === 'code' || type === 'doc') return bytes >= smallest;
  return type === 'data' && bytes >= smallestData;
}
