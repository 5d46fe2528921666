/** Paths that are kept of a document; a longer list is one of files, not a use of them. */
const most = 200;
/** UTF-16 code units of a path; what is longer is data. */
const longest = 200;

/** What files are called that programs read, write and start. */
const extensions =
  'py|pyi|ipynb|csv|tsv|tab|jsonl?|ndjson|geojson|ya?ml|toml|ini|cfg|conf|env|xml|md|mdx|rst|txt|html?|css|scss|sql|db|sqlite3?|' +
  'parquet|feather|arrow|avro|orc|npy|npz|h5|hdf5?|nc|mat|pkl|pickle|joblib|onnx|pt|pth|ckpt|safetensors|xlsx?|root|fits|' +
  'png|jpe?g|svg|gif|webp|pdf|dat|bin|log|gz|zip|tar|sh|bash|ps1|bat|[cm]?[jt]sx?|vue|rs|go|java|kt|rb|php|pl|lua|jl|R|r|m|c|h|cc|cpp|hpp|f90|proto|graphql|tf|hcl|lock';

const named = new RegExp(`\\.(?:${extensions})(?![\\w(/\\\\-]|\\.\\w)`, 'g');

/** What a text says where it names a file: the path, and where it begins. */
export interface NamedPath {
  readonly target: string;
  /** UTF-16 code units from the beginning of the text. */
  readonly offset: number;
}

/**
 * The paths of files that a text of code names, each once where it stands first: what looks like a path with an
 * extension, and either has a folder or is all that stands in quotes. Patterns and addresses are none.
 *
 * @param loose whether a path needs no quotes even without a folder: shell, YAML
 */
export function namedPaths(text: string, loose: boolean): NamedPath[] {
  const found = new Map<string, NamedPath>();
  named.lastIndex = 0;
  for (let match = named.exec(text); match !== null && found.size < most; match = named.exec(text)) {
    const end = match.index + match[0].length;
    const start = beginOf(text, match.index);
    const target = text.slice(start, end);
    if (found.has(target) || !isPath(text, start, end, loose)) continue;
    found.set(target, { target, offset: start });
  }
  return [...found.values()];
}

/** Where the path begins that ends with an extension. */
function beginOf(text: string, dot: number): number {
  let at = dot;
  while (at > 0 && dot - at < longest && isPathSign(text.charCodeAt(at - 1))) at -= 1;
  return at;
}

/** Letters, digits, what is not ASCII, and `_ - . / + @ ~`. */
function isPathSign(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 45 && code <= 57) ||
    (code >= 64 && code <= 90) ||
    code === 95 ||
    code === 43 ||
    code === 126 ||
    code > 127
  );
}

function isPath(text: string, start: number, end: number, loose: boolean): boolean {
  if (end - start >= longest || start === end) return false;
  const before = text.charAt(start - 1);
  // A path of another place, a pattern, an address, or the end of something that is put together.
  if (before === ':' && text.charAt(start) === '/' && text.charAt(start + 1) === '/') return false;
  if (/[*?\\@%~]/.test(before) || /[@~]|^\.+$|\/\/|\.\.\.|^-/.test(text.slice(start, end))) return false;
  if (text.charAt(end) === '*' || text.charAt(end) === '{') return false;
  if (/(?:^|\/)\.[^./]*$/.test(text.slice(start, end))) return false;
  const slash = text.lastIndexOf('/', end - 1);
  if (loose || slash >= start) return true;
  return isQuote(before) && text.charAt(end) === before;
}

function isQuote(sign: string): boolean {
  return sign === '"' || sign === "'" || sign === '`';
}
