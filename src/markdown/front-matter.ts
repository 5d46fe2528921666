/** The head of a document between two lines of dashes (or plus signs), as site generators read it. */
export interface FrontMatter {
  /** The names of its keys at the first level. */
  readonly keys: ReadonlySet<string>;
  readonly title: string | null;
  /** UTF-16 code units that it takes, the line behind it included; 0 where there is none. */
  readonly length: number;
}

const none: FrontMatter = { keys: new Set(), title: null, length: 0 };

/** Reads the front matter of a document, without a parser: only names and the title are of interest. */
export function frontMatter(text: string): FrontMatter {
  const fence = /^(---|\+\+\+)[ \t]*\r?\n/.exec(text);
  if (fence === null) return none;
  const mark = fence[1] as string;
  const end = new RegExp(`^${mark === '---' ? '(?:---|\\.\\.\\.)' : '\\+\\+\\+'}[ \\t]*(?:\\r?\\n|$)`, 'm');
  const found = end.exec(text.slice(fence[0].length));
  if (found === null) return none;
  const body = text.slice(fence[0].length, fence[0].length + found.index);
  const keys = new Set<string>();
  let title: string | null = null;
  for (const line of body.split(/\r?\n/)) {
    const [, key, value] = /^([A-Za-z_][\w.-]*)\s*[:=]\s*(.*)$/.exec(line) ?? [];
    if (key === undefined) continue;
    keys.add(key);
    if (key === 'title') title = unquoted(value ?? '') || null;
  }
  // A rule at the top of a document, and another one further down, are no front matter.
  if (keys.size === 0 && body.trim() !== '') return none;
  return { keys, title, length: fence[0].length + found.index + found[0].length };
}

function unquoted(value: string): string {
  const text = value.trim();
  return /^(["']).*\1$/.test(text) ? text.slice(1, -1) : text;
}
