import { firstSentence } from '../first-sentence.ts';
import { type Reading, readingOf } from '../section.ts';
import type { SourceLines } from '../source-lines.ts';
import { codeTitle } from '../titles.ts';
import type { DataEntry } from './data-entry.ts';
import { entryNames, entrySections } from './entry-sections.ts';
import { jsonEntries } from './json-entries.ts';
import { tomlEntries } from './toml-entries.ts';
import { yamlEntries } from './yaml-entries.ts';

/** How deep entries are looked at. */
const deepest = 3;

/** Reads data and settings by what they hold at the top. */
export function readDataDocument(lines: SourceLines, language: string, whole: number): Reading {
  const entries = entriesOf(lines, language);
  if (entries === null)
    return readingOf({
      title: null,
      trouble: `brackets or quotes of the ${language.toUpperCase()} do not fit together`,
    });
  return readingOf({
    title:
      saidIn(entries, /^(?:title|name|display_?name)$/i) ??
      (language === 'json' ? null : codeTitle(lines.text)),
    summary: firstSentence(saidIn(entries, /^(?:description|summary|about)$/i)),
    sections: entrySections(lines, entries, whole),
    names: entryNames(entries),
  });
}

function entriesOf(lines: SourceLines, language: string): DataEntry[] | null {
  switch (language) {
    case 'json':
      return jsonEntries(lines.text, (offset) => lines.lineAt(offset), deepest);
    case 'yaml':
      return yamlEntries(lines, deepest);
    case 'toml':
    case 'ini':
      return tomlEntries(lines, 2);
    default:
      return [];
  }
}

/** What data says of itself, at the top or in the only thing at the top. */
function saidIn(entries: readonly DataEntry[], key: RegExp): string | null {
  const depth = entries.filter((entry) => entry.depth === 1).length === 1 ? 2 : 1;
  const said = (at: number) =>
    entries.find((entry) => entry.depth === at && entry.value !== null && key.test(entry.key));
  return (said(1) ?? (depth === 2 ? said(2) : undefined))?.value ?? null;
}
