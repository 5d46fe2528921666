import { cpSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';

const sample = join(import.meta.dirname, '..', '..', '..', 'samples', 'cryo-linac');

/** Copies the sample, without what runs have left in it, to a folder; answers with the folder. */
export function copySample(folder: string): string {
  mkdirSync(folder, { recursive: true });
  cpSync(sample, folder, {
    recursive: true,
    filter: (path) => !['.dodeca', '__pycache__', 'out'].includes(basename(path)),
  });
  return folder;
}
