/** Folders of what was built or comes from elsewhere. */
const folders =
  /(^|\/)(dist|build|out|vendor(ed)?|_vendor|third[_-]party|node_modules|bower_components|generated)\//i;
const names = /(\.min\.[cm]?js|[._-]bundle\.[cm]?js|_pb2(_grpc)?\.pyi?|\.(generated|gen|g)\.[cm]?[jt]sx?)$/i;
const marks =
  /@generated\b|\bDO NOT (EDIT|MODIFY)\b|\b(auto-?generated|automatically generated|generated) (by|from|file|code)\b/i;
/** Characters of a line; more on average than people write. */
const longLine = 200;

/** What compilers of TypeScript leave. */
const compiled = /Object\.defineProperty\(exports, ["']__esModule["']|^\/\/# sourceMappingURL=/m;

/**
 * Whether code was made by a program, or comes from elsewhere: nobody here changes it by hand. What lies beside a file
 * of the same name in the other system of modules, `a.js` and `a.cjs`, was compiled as well.
 *
 * @param exists whether the workspace has a file of a path
 */
export function isGenerated(
  path: string,
  text: string,
  lines: number,
  exists: (path: string) => boolean,
): boolean {
  return (
    folders.test(path) ||
    names.test(path) ||
    (text.length > 2000 && text.length / Math.max(1, lines) > longLine) ||
    marks.test(text.slice(0, 1000)) ||
    (/\.c?js$/.test(path) && (compiled.test(text.slice(0, 1000)) || compiled.test(text.slice(-300)))) ||
    isCompiledTwice(path, exists)
  );
}

/**
 * Whether a file lies beside one of the same name in the other system of modules, `a.js` and `a.cjs`: both were
 * compiled from a third.
 *
 * @param exists whether the workspace has a file of a path
 */
export function isCompiledTwice(path: string, exists: (path: string) => boolean): boolean {
  return (
    (path.endsWith('.js') && exists(`${path.slice(0, -3)}.cjs`)) ||
    (path.endsWith('.cjs') && exists(`${path.slice(0, -4)}.js`))
  );
}
