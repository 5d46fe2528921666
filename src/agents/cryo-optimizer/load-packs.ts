import { lstatSync, realpathSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import { UserError } from '../../common/errors.ts';
import { readText } from '../read-text.ts';
import type { PackReading, ReadPack } from './read-pack.ts';
import { shippedPack } from './shipped-pack.ts';

const largest = 1024 * 1024;

/**
 * The packs that count, in their order. Throws the UserError `pack.invalid` with all faults of all packs.
 *
 * @param paths of packs in the workspace
 * @param withShipped whether the pack that comes along is the first of them
 */
export async function loadPacks(
  workspace: string,
  paths: readonly string[],
  withShipped: boolean,
): Promise<ReadPack[]> {
  const packs: ReadPack[] = [];
  const problems: string[] = [];
  const take = (reading: PackReading) => {
    if (reading.ok) packs.push(reading.read);
    else problems.push(...reading.problems);
  };
  if (withShipped) take(await shippedPack());
  for (const path of paths) {
    const text = packText(workspace, path);
    // A parser of YAML comes with it.
    const { readPack } = await import('./read-pack.ts');
    if (typeof text !== 'string') problems.push(`${path}: ${text.problem}`);
    else take(readPack(path.replaceAll('\\', '/'), text, dimensionsOf(packs), unitsOf(packs)));
  }
  if (problems.length > 0) throw new UserError('pack.invalid', problems.join('\n'));
  return packs;
}

function packText(workspace: string, path: string): string | { readonly problem: string } {
  if (isAbsolute(path) || path.split(/[\\/]/).includes('..'))
    return { problem: 'a pack is a file of the workspace, by its path from there' };
  const file = join(workspace, path);
  const stats = lstatSync(file, { throwIfNoEntry: false });
  if (stats === undefined) return { problem: 'there is no such file' };
  if (!stats.isFile()) return { problem: 'is no file' };
  const inside = relative(realpathSync(workspace), realpathSync(file));
  if (inside.startsWith(`..${sep}`) || isAbsolute(inside)) return { problem: 'leads out of the workspace' };
  if (stats.size > largest) return { problem: 'a pack has at most 768 KiB' };
  return readText(workspace, path) ?? { problem: 'cannot be read' };
}

function dimensionsOf(packs: readonly ReadPack[]): string[] {
  return packs.flatMap(({ pack }) => Object.keys(pack.dimensions));
}

function unitsOf(packs: readonly ReadPack[]): Map<string, string> {
  return new Map(
    packs.flatMap(({ pack }) =>
      Object.entries(pack.units).map(([name, unit]) => [name, unit.dimension] as const),
    ),
  );
}
