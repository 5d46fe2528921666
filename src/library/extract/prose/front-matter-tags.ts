/** A label that somebody gave to a document. */
export interface Tag {
  readonly name: string;
  /** From 1. */
  readonly line: number;
}

/** Tags that are kept; more of them say nothing. */
const most = 50;

/** The tags in the front matter of a document: `tags: [a, b]`, `tags: a, b`, or a list under it. */
export function frontMatterTags(head: string): Tag[] {
  const tags: Tag[] = [];
  let open = false;
  for (const [at, line] of head.split('\n').entries()) {
    const [, key, value = ''] = /^["']?([A-Za-z_][\w-]*)["']?\s*[:=]\s*(.*)$/.exec(line) ?? [];
    const item = /^\s*-\s+(.+)$/.exec(line)?.[1];
    if (key !== undefined) {
      open = /^(?:tags?|keywords|categor(?:y|ies)|topics?|labels?)$/i.test(key);
      if (open)
        add(
          value
            .replace(/\s+#.*$/, '')
            .replace(/^\[|\]\s*$/g, '')
            .split(','),
          at,
        );
    } else if (open && item !== undefined) add([item], at);
  }
  return tags;

  function add(written: readonly string[], at: number): void {
    for (const one of written) {
      const name = one
        .trim()
        .replace(/^["']|["']$/g, '')
        .trim();
      if (name !== '' && name.length <= 100 && tags.length < most) tags.push({ name, line: at + 1 });
    }
  }
}
