import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentTemplates } from './document-templates.ts';
import { Dice, Vocabulary } from './vocabulary.ts';

export interface GeneratedWorkspace {
  readonly files: number;
  readonly characters: number;
}

/** With so many parts a file, 18,000 files have about 27 million characters. */
const meanParts = 2.9;

/** Fills a folder with documents of every kind; the same number gives the same files, always. */
export function generateWorkspace(folder: string, files: number): GeneratedWorkspace {
  const dice = new Dice(files);
  const words = new Vocabulary(dice, 30_000);
  const folders = Array.from({ length: Math.ceil(files / 12) }, () =>
    join(folder, ...dice.times(0, 4, () => words.word(dice))),
  );
  for (const path of folders) mkdirSync(path, { recursive: true });
  const kinds = documentTemplates.flatMap((template) =>
    Array.from({ length: template.share }, () => template),
  );
  let characters = 0;
  for (let index = 0; index < files; index++) {
    const { extension, make } = dice.pick(kinds);
    // Most files are small, a few are large.
    const size = Math.max(1, Math.round(-Math.log(1 - dice.next()) * meanParts));
    const text = make(dice, words, size);
    writeFileSync(join(dice.pick(folders), `${words.snake(dice)}_${index}.${extension}`), text);
    characters += text.length;
  }
  return { files, characters };
}
