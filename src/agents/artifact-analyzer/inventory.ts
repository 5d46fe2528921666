import { scan } from '../../library/scan.ts';
import { pathFilter } from '../path-filter.ts';
import type { FileChoice } from '../workspace-files.ts';
import { type Classification, classify } from './classify.ts';

/** A file of the workspace and what it is. */
export interface InventoryItem {
  readonly path: string;
  readonly bytes: number;
  readonly classification: Classification;
}

export interface Inventory {
  /** By path. */
  readonly items: readonly InventoryItem[];
  /** What the scan left out: how many files or folders, by reason. */
  readonly skipped: Readonly<Record<string, number>>;
}

/** Lists what is in a workspace. */
export function takeInventory(workspace: string, parameters: FileChoice): Inventory {
  const wanted = pathFilter(parameters.include, parameters.exclude);
  const items: InventoryItem[] = [];
  const skipped = new Map<string, number>();
  for (const entry of scan(workspace)) {
    // Where the report goes: it would tell one workspace from itself.
    if (entry.path === '.dodeca/') continue;
    if (entry.kind === 'skipped') skipped.set(entry.reason, (skipped.get(entry.reason) ?? 0) + 1);
    else if (wanted(entry.path)) {
      items.push({ path: entry.path, bytes: entry.size, classification: classify(entry.path) });
    }
  }
  items.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { items, skipped: Object.fromEntries([...skipped].sort()) };
}
