import { formatBytes, formatDuration, plural } from '../../common/text.ts';
import { skippedLines } from '../workspace-files.ts';
import type { Consumption } from './consume.ts';
import { type ConsumerFigures, kindFigures } from './consumer-figures.ts';
import { reportPath } from './consumer-report.ts';

/** Faults of a kind that the summary shows. */
const shown = 10;

/** What the document consumer tells people. */
export function consumerSummary(
  consumption: Consumption,
  figures: ConsumerFigures,
  durationMs: number,
): string {
  const { failures, duplicates } = consumption;
  const lines = [
    `${plural(figures.documents, 'document')}, ${formatBytes(figures.bytes)}, read in ${formatDuration(durationMs)}: ` +
      `${plural(figures.words, 'word')} of prose, ${plural(figures.passages, 'passage')}.`,
    ...kindLines(consumption),
    ...encodingLines(consumption),
  ];
  if (failures.length > 0) {
    lines.push(
      'Not readable:',
      ...failures.slice(0, shown).map(({ path, reason }) => `  ${path}  ${reason}`),
    );
    if (failures.length > shown) lines.push(`  … and ${failures.length - shown} more`);
  }
  if (duplicates.length > 0) {
    lines.push('Repeated:');
    for (const { path, original, copy, similarity } of duplicates.slice(0, shown))
      lines.push(`  ${path}  ${likeness(copy, similarity)} ${original}`);
    if (duplicates.length > shown) lines.push(`  … and ${duplicates.length - shown} more`);
  }
  lines.push(...skippedLines(consumption.skipped), `Report: ${reportPath}`);
  return lines.join('\n');
}

function kindLines(consumption: Consumption): string[] {
  const kinds = [...kindFigures(consumption)];
  if (kinds.length === 0) return [];
  const rows = kinds.map(([kind, { documents, bytes, words, passages, empty }]) => [
    kind,
    String(documents),
    formatBytes(bytes),
    words === 0 ? '–' : String(words),
    passages === 0 ? '–' : String(passages),
    empty === 0 ? '–' : String(empty),
  ]);
  const table = [['kind', 'documents', 'size', 'words', 'passages', 'empty'], ...rows];
  const widths = [0, 1, 2, 3, 4, 5].map((at) => Math.max(...table.map((row) => row[at]?.length ?? 0)));
  return table.map(
    (row) =>
      `  ${row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  ')}`,
  );
}

/** Encodings that a reader may stumble over. */
function encodingLines({ documents }: Consumption): string[] {
  const counts = new Map<string, number>();
  for (const { encoding } of documents) {
    if (encoding !== 'ascii' && encoding !== 'utf-8') counts.set(encoding, (counts.get(encoding) ?? 0) + 1);
  }
  if (counts.size === 0) return [];
  return [
    `Encodings besides UTF-8: ${[...counts]
      .sort()
      .map(([name, count]) => `${count} × ${name}`)
      .join(', ')}.`,
  ];
}

/** How alike two documents are, in words before the name of the other one. */
export function likeness(copy: boolean, similarity: number): string {
  if (copy) return 'a copy of';
  // Rounded down, so that only all is 100 %.
  return similarity === 1 ? 'the same words as' : `${Math.floor(100 * similarity)} % the same text as`;
}
