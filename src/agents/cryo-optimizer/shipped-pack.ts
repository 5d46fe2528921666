import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { packSchema } from './pack-schema.ts';
import type { PackReading } from './read-pack.ts';

/** As it is called among packs. */
const path = 'cryogenics';

/**
 * The pack that comes along. Beside the bundle it is JSON, since every run of the agent reads it and YAML takes many
 * times as long; from the sources it is the YAML beside this file, which the build makes that JSON of.
 */
export async function shippedPack(): Promise<PackReading> {
  const json = ['./domain-packs/cryogenics.json', '../domain-packs/cryogenics.json']
    .map(fileAt)
    .find(existsSync);
  if (json !== undefined) {
    const pack = packSchema.parse(JSON.parse(readFileSync(json, 'utf8')));
    // It names no pairs of implementations, so that no line of it is ever told.
    return { ok: true, read: { path, pack, hotSpotLines: [] } };
  }
  const { readPack } = await import('./read-pack.ts');
  return readPack(path, readFileSync(fileAt('./cryogenics.yaml'), 'utf8'));
}

function fileAt(place: string): string {
  return fileURLToPath(new URL(place, import.meta.url));
}
