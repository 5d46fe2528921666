import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What stands of Lucene in the description beside a folder of sets, by set: measured elsewhere, told as it is given. */
export async function luceneFigures(folder: string): Promise<ReadonlyMap<string, number>> {
  const figures = new Map<string, number>();
  const text = await readFile(join(dirname(folder), 'README.md'), 'utf8').catch(() => '');
  let column = -1;
  for (const line of text.split('\n')) {
    const cells = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    const head = cells.findIndex((cell) => cell.startsWith('Lucene'));
    if (head !== -1) column = head;
    const figure = Number(cells[column]);
    if (cells[0] && Number.isFinite(figure) && figure > 0) figures.set(cells[0], figure);
  }
  return figures;
}
