/** A text in Markdown, none of it being a mark. */
export function text(plain: string): string {
  return plain.replace(/[\\`*_{}[\]()#+\-.!<>|~&]/g, '\\$&').replace(/\s*\n\s*/g, ' ');
}

/** A text as code in Markdown. */
export function code(plain: string): string {
  const shown = plain.replace(/\s+/g, ' ');
  const longest = Math.max(0, ...Array.from(shown.matchAll(/`+/g), ([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `\`${shown}\`` : `${fence} ${shown} ${fence}`;
}
