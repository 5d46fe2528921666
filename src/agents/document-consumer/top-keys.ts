import type { DataEntry } from '../../library/extract/data/data-entry.ts';
import { jsonEntries } from '../../library/extract/data/json-entries.ts';
import { tomlEntries } from '../../library/extract/data/toml-entries.ts';
import { yamlEntries } from '../../library/extract/data/yaml-entries.ts';
import { SourceLines, sourceText } from '../../library/extract/source-lines.ts';

/** A key at the top of a file of data. */
export interface TopKey {
  readonly key: string;
  /** From 1. */
  readonly line: number;
}

/** More keys than these are data, too. */
const most = 500;

/** The keys at the top of a file of data, each at a line of its own; none where it is a list, or has too many. */
export function topKeys(kind: 'json' | 'yaml' | 'toml', text: string): TopKey[] {
  const lines = new SourceLines(sourceText(text));
  const keys = entriesOf(kind, lines).filter(({ item }) => !item);
  const apart = keys.filter(({ line }, at) => line !== keys[at - 1]?.line);
  return apart.length < 2 || apart.length > most ? [] : apart;
}

function entriesOf(kind: 'json' | 'yaml' | 'toml', lines: SourceLines): readonly DataEntry[] {
  switch (kind) {
    case 'json':
      return jsonEntries(lines.text, (offset) => lines.lineAt(offset), 1) ?? [];
    case 'yaml':
      return yamlEntries(lines, 1);
    case 'toml':
      return tomlEntries(lines, 1);
  }
}
