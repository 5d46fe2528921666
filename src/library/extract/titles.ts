import type { SectionTitle } from './section-title.ts';

/** A line of one sign that is repeated, by which reStructuredText marks titles. */
const adornment = /^([!-/:-@[-`{-~])\1{2,}\s*$/;

/**
 * The titles of reStructuredText: a line with another of one repeated sign under it, or around it. The depth of a
 * sign is the order in which it is used first, as docutils has it.
 */
export function restructuredTextTitles(lines: readonly string[]): SectionTitle[] {
  const found: SectionTitle[] = [];
  const styles: string[] = [];
  for (let at = 0; at + 1 < lines.length; at++) {
    const text = (lines[at] ?? '').trimEnd();
    const under = lines[at + 1] ?? '';
    const sign = adornment.exec(under)?.[1];
    if (sign === undefined || text.trim() === '' || adornment.test(text)) continue;
    const over = at > 0 && adornment.exec(lines[at - 1] ?? '')?.[1] === sign;
    if (!over && (/^\s/.test(text) || (at > 0 && (lines[at - 1] ?? '').trim() !== ''))) continue;
    if (under.trimEnd().length < text.trim().length - 2) continue;
    const style = over ? `${sign}${sign}` : sign;
    if (!styles.includes(style)) styles.push(style);
    found.push({ depth: styles.indexOf(style) + 1, text: text.trim(), line: over ? at : at + 1 });
  }
  return found;
}

/** The titles of AsciiDoc: lines that begin with up to six equals signs, outside of blocks. */
export function asciiDocTitles(lines: readonly string[]): SectionTitle[] {
  const found: SectionTitle[] = [];
  let block: string | null = null;
  for (const [at, line] of lines.entries()) {
    const fence = /^(-{4,}|\.{4,}|={4,}|\*{4,}|_{4,}|\+{4,}|\/{4,}|```)\s*$/.exec(line)?.[1];
    if (fence !== undefined) block = block === null ? fence : block === fence ? null : block;
    else if (block === null) {
      const [, signs, text] = /^(={1,6})\s+(\S.*)$/.exec(line) ?? [];
      if (signs !== undefined && text !== undefined)
        found.push({ depth: signs.length, text: text.trim(), line: at + 1 });
    }
  }
  return found;
}

/** The titles of LaTeX: `\\section{…}` and its like, each on a line of its own. */
export function latexTitles(lines: readonly string[]): SectionTitle[] {
  const depths = ['part', 'chapter', 'section', 'subsection', 'subsubsection', 'paragraph'];
  const found: SectionTitle[] = [];
  for (const [at, line] of lines.entries()) {
    const [, kind = '', text = ''] =
      /^\s{0,20}\\((?:sub){0,2}section|part|chapter|paragraph)\*?(?:\[[^\]]{0,200}\])?\{([^{}]{1,300})/.exec(
        line,
      ) ?? [];
    if (text.trim() !== '') found.push({ depth: depths.indexOf(kind) + 1, text: text.trim(), line: at + 1 });
  }
  return found;
}

/** The titles of Org: lines that begin with stars. */
export function orgTitles(lines: readonly string[]): SectionTitle[] {
  const found: SectionTitle[] = [];
  for (const [at, line] of lines.entries()) {
    const [, stars = '', text = ''] = /^(\*{1,8})\s+(\S.{0,300})$/.exec(line) ?? [];
    if (stars !== '') found.push({ depth: stars.length, text: text.trim(), line: at + 1 });
  }
  return found;
}

/** The first line of a plain text, if it is short enough for a title. */
export function textTitle(text: string): string | null {
  const first =
    text
      .slice(0, 4000)
      .trimStart()
      .split(/[\r\n]/, 1)[0]
      ?.trim() ?? '';
  return first.length > 0 && first.length <= 80 && /[\p{L}\p{N}]/u.test(first) ? first : null;
}

const noTitle =
  /copyright|licen[cs]e|spdx|@(ts|flow|jest|vitest|preserve|generated|fileoverview\s*$)|eslint|prettier|biome|jshint|istanbul|use strict|coding[:=]|^!|^[-=*#\s]*$|vim?:|<reference/i;

/** Most files do not, and need not be looked at any further. */
const beginsWithComment = /^\s*(?:\/[/*]|"""|'''|[rRuU]"""|#|--|;|<!--|<\?php|(['"])use strict\1)/;

/** The first sentence that a file of code says of itself: its first docstring or comment, rights and orders to tools left out. */
export function codeTitle(text: string): string | null {
  const start = text.slice(0, 4000);
  if (!beginsWithComment.test(start)) return null;
  const head = start.split(/\r\n|\n|\r/, 60);
  let inside = false;
  for (const line of head) {
    const bare = line.trim();
    const opens = /^(\/\*|"""|'''|[rRuU]"""|\/\/|#|--|;|<!--)/.test(bare);
    if (bare === '' || /^(['"])use strict\1;?$/.test(bare) || bare.startsWith('#!') || bare === '<?php')
      continue;
    if (!inside && !opens) return null;
    const said = bare
      .replace(/^([rRuU]?("""|''')|\/\*+|\/\/+!?|#+|--+|;+|<!--|\*+(?!\/))\s?/, '')
      .replace(/\s*(\*\/|"""|'''|-->)\s*$/, '')
      .trim();
    if (opens && /^(\/\*|[rRuU]?("""|''')|<!--)/.test(bare)) inside = !/.(\*\/|"""|'''|-->)\s*$/.test(bare);
    else if (inside && /(\*\/|"""|'''|-->)\s*$/.test(bare)) inside = false;
    if (said !== '' && !said.startsWith('@') && !noTitle.test(said) && /\p{L}/u.test(said))
      return said.length > 200 ? `${said.slice(0, 199)}…` : said;
  }
  return null;
}
