/** A place in a file, as a line of a log names it. */
export interface PlaceLink {
  /** Where it stands in the line: from this code unit to before that one. */
  readonly start: number;
  readonly end: number;
  /** As it is written; `file:` URLs are decoded. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** From 1; null where none is given. */
  readonly column: number | null;
}

/** An editor draws no more of a line. */
const longestLine = 10_000;
const longestPath = 1000;

/** Words: what no path holds that is not in quotes or brackets. */
const word = /[^\s"'`<>|()[\]{},;*?=]+/g;
/** Behind a path: `:12`, `:12:3`. */
const byColon = /:(\d{1,7})(?::(\d{1,7}))?(?![\w])/y;
/** Behind a path: `(12)`, `(12,3)`. */
const byBracket = /\((\d{1,7})(?:, ?(\d{1,7}))?\)/y;
/** Behind a quoted path: `, line 12`. */
const byWord = /, line (\d{1,7})/y;
/** `at fn (PATH:1:2)` */
const nodeFrame = /^\s*at .*?\((?=[^()])/;

/** The places in files that a line of a log names, from left to right. Takes time in proportion to its length. */
export function findLinks(line: string): PlaceLink[] {
  const text = line.length > longestLine ? line.slice(0, longestLine) : line;
  // Most lines hold no number behind anything that ends a path.
  if (!/[:(]\d|, line \d/.test(text)) return [];
  const whole = [...quotedLinks(text), ...frameLinks(text)];
  const apart = wordLinks(text).filter(
    (link) => !whole.some(({ start, end }) => link.start < end && link.end > start),
  );
  return [...whole, ...apart].sort((a, b) => a.start - b.start);
}

/** Python: `File "a b.py", line 12`. */
function quotedLinks(text: string): PlaceLink[] {
  const links: PlaceLink[] = [];
  for (let at = text.indexOf('File "'); at >= 0; at = text.indexOf('File "', at + 1)) {
    const from = at + 6;
    const quote = text.indexOf('"', from);
    if (quote < 0) break;
    byWord.lastIndex = quote + 1;
    const found = byWord.exec(text);
    const path = text.slice(from, quote);
    if (found && isPath(path)) links.push(linkOf(from, byWord.lastIndex, path, found[1], undefined));
    at = quote - 1;
  }
  return links;
}

/** Node: `at fn (/a b.js:1:2)`, whose path may hold spaces. */
function frameLinks(text: string): PlaceLink[] {
  const from = nodeFrame.exec(text)?.[0].length ?? -1;
  const end = text.lastIndexOf(')');
  if (from < 0 || end < from) return [];
  const found = /:(\d{1,7}):(\d{1,7})$/.exec(text.slice(Math.max(from, end - 20), end));
  if (!found) return [];
  const path = text.slice(from, end - found[0].length);
  return isPath(path) ? [linkOf(from, end, path, found[1], found[2])] : [];
}

function wordLinks(text: string): PlaceLink[] {
  const links: PlaceLink[] = [];
  for (const match of text.matchAll(word)) {
    const found = linkOfWord(text, match[0], match.index);
    if (found) links.push(found);
  }
  return links;
}

function linkOfWord(text: string, found: string, start: number): PlaceLink | null {
  // A colon may belong to the path: `C:\a.c:12`, `file:///a.js:1`, `warning:a.c:12`.
  for (let colon = found.indexOf(':'); colon >= 0; colon = found.indexOf(':', colon + 1)) {
    byColon.lastIndex = start + colon;
    const position = byColon.exec(text);
    if (!position) continue;
    const path = found.slice(0, colon);
    return isPath(path) ? linkOf(start, byColon.lastIndex, path, position[1], position[2]) : null;
  }
  byBracket.lastIndex = start + found.length;
  const position = byBracket.exec(text);
  return position && isPath(found)
    ? linkOf(start, byBracket.lastIndex, found, position[1], position[2])
    : null;
}

/** Whether something can be the path of a file: it has a letter, and is neither an address nor a moment. */
function isPath(text: string): boolean {
  if (text.length > longestPath || !/\p{L}/u.test(text) || /^\d{4}-\d\d-\d\dT/.test(text)) return false;
  return text.startsWith('file://') || !/^[a-z][a-z\d+.-]+:\/\//i.test(text);
}

function linkOf(
  start: number,
  end: number,
  written: string,
  line: string | undefined,
  column: string | undefined,
): PlaceLink {
  return {
    start,
    end,
    path: written.startsWith('file://') ? ofUrl(written) : written,
    line: Math.max(1, Number(line)),
    column: column === undefined ? null : Math.max(1, Number(column)),
  };
}

function ofUrl(url: string): string {
  const path = url.slice('file://'.length);
  try {
    // `file:///C:/a` names `C:/a`.
    return decodeURIComponent(path).replace(/^\/(?=[A-Za-z]:)/, '');
  } catch {
    // A per cent sign that nobody meant as one.
    return path;
  }
}
