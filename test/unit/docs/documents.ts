import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The project's own folder. */
export const root = path.resolve(import.meta.dirname, '..', '..', '..');

/** Every document of the project, by its path. */
export const documents: readonly string[] = [
  ...['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md'],
  ...readdirSync(path.join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
  ...readdirSync(path.join(root, 'docs', 'agents')).map((name) => `docs/agents/${name}`),
];

export function textOf(document: string): string {
  return readFileSync(path.join(root, document), 'utf8');
}

/** The rows of the first table whose head begins with these cells, without head and rule. */
export function tableOf(document: string, ...head: readonly string[]): string[][] {
  const lines = textOf(document).split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${head.join(' | ')} |`));
  if (start < 0) throw new Error(`${document} has no table with the head ${head.join(', ')}`);
  const rows = lines.slice(start + 2);
  const end = rows.findIndex((line) => !line.startsWith('|'));
  return rows.slice(0, end).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** What stands between backquotes in a text. */
export function codesIn(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
}

/** The files that a document shows in full, by their paths: blocks of code after `<!-- file: PATH -->`. */
export function filesIn(document: string): Record<string, string> {
  const shown = textOf(document).matchAll(/<!-- file: (\S+) -->\n```\w*\n([\s\S]*?)```/g);
  return Object.fromEntries([...shown].map(([, file = '', text = '']) => [file, text]));
}
