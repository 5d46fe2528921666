import type { NameMeaning } from '../../../model/library-report.ts';

/** What is said of a name besides what is in the library of it. */
export interface MeaningWords {
  /** Of what it belongs to. */
  within(owner: string): string;
  /** Of how many others have the name. */
  others(count: number): string;
  /** The word for the status; null where it is not worth one. */
  readonly status: string | null;
}

/** Where the parts of a hover lead. */
export interface MeaningLinks {
  readonly declaration: string;
  /** A search for all that have the name. */
  readonly search: string;
}

/** What a name means, as Markdown: how it is declared, what is said of it, and where. */
export function meaningText(meaning: NameMeaning, words: MeaningWords, links: MeaningLinks): string {
  const { name, kind, signature, within, summary, path, line, language, others } = meaning;
  const parts: string[] = [];
  parts.push(signature === null ? `**${plain(name)}** · ${plain(kind)}` : fenced(signature, language));
  const said = [within === null ? '' : words.within(plain(within)), summary === null ? '' : plain(summary)];
  if (said.some((text) => text !== '')) parts.push(said.filter((text) => text !== '').join(' '));
  const place = [`[${plain(path)}:${line}](${links.declaration})`];
  if (words.status !== null) place.push(plain(words.status));
  if (others > 0) place.push(`[${words.others(others)}](${links.search})`);
  parts.push(place.join(' · '));
  return parts.join('\n\n');
}

/** Code as a block: with a fence that it does not hold itself. */
function fenced(code: string, language: string | null): string {
  const longest = Math.max(2, ...Array.from(code.matchAll(/`+/gu), ([fence]) => fence.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language ?? ''}\n${code}\n${fence}`;
}

/** Text of a file as text: what would be Markdown or HTML in it is shown as it stands. */
function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~$&]/gu, (sign) => `\\${sign}`).replace(/\s+/gu, ' ');
}
