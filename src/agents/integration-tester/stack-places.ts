/** A place that a text names, as it is written there. */
export interface WrittenPlace {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1; undefined where it is not told. */
  readonly column?: number;
}

/** A long failure says nothing new behind so many characters. */
const longestText = 64 * 1024;
const longestLine = 2000;
const mostPlaces = 200;

const source = String.raw`\.(?:py|[cm]?[jt]sx?|vue|svelte|go|rs|coffee|rb|java|kt|c|cc|cpp|h|hpp|cs|php|sh)`;

/** `File "/x/a.py", line 3`. */
const pythonFrame = /\bFile "([^"]+)", line (\d+)/;
/** `at f (/my folder/a.js:1:2)`. */
const bracketed = new RegExp(
  String.raw`\((?:async )?((?:file:\/\/)?[^()]{1,1000}${source}):(\d+)(?::(\d+))?\)`,
);
/** `a.test.js:1:2`, `--> src/lib.rs:3:5`, `a.py:3: AssertionError`. */
const bare = new RegExp(
  String.raw`((?:file:\/\/)?(?:[a-zA-Z]:[\\/])?[^\s:'"\x60()<>[\]|,;=]{1,1000}${source}):(\d+)(?::(\d+))?`,
);

/**
 * The places that a failure names, the innermost first: stack traces of Node, Python, Go and Rust, and `FILE:LINE`
 * wherever it stands. Python writes the innermost call last.
 */
export function placesIn(text: string): WrittenPlace[] {
  const places: WrittenPlace[] = [];
  let python = false;
  for (const line of text.slice(0, longestText).split('\n')) {
    if (line.length > longestLine || places.length >= mostPlaces) continue;
    const frame = pythonFrame.exec(line);
    const found = frame ?? bracketed.exec(line) ?? bare.exec(line);
    if (found === null) continue;
    const [, file = '', lineNumber, column] = found;
    python ||= frame !== null || /^\S+\.py$/.test(file);
    const at = Number(lineNumber);
    if (at < 1 || !Number.isSafeInteger(at)) continue;
    const place = { file, line: at };
    places.push(column === undefined || Number(column) < 1 ? place : { ...place, column: Number(column) });
  }
  return python ? places.reverse() : places;
}
