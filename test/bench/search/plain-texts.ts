import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';

/** Every file of a folder as it stands, by its path with `/`: what engines get that know no structure. */
export async function* plainTexts(
  folder: string,
): AsyncGenerator<{ readonly path: string; readonly text: string }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  for (const path of paths.sort())
    yield { path: path.split(sep).join('/'), text: await readFile(join(folder, path), 'utf8') };
}
