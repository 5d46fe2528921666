import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const name = 'cryogenics.yaml';

/** The text of the pack that comes along: beside the bundle, or beside this file when it runs from the sources. */
export function shippedPack(): string {
  const places = [`./domain-packs/${name}`, `../domain-packs/${name}`, `./${name}`];
  const paths = places.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  const found = paths.find((path) => existsSync(path));
  if (found === undefined)
    throw new Error(`the domain pack ${name} is missing: looked for ${paths.join(', ')}`);
  return readFileSync(found, 'utf8');
}
