import { posix } from 'node:path';

/** What a file is for, as far as it matters how grave a finding in it is. */
export type FileKind = 'source' | 'test' | 'example';

const testFolder =
  /(^|\/)(tests?|test[-_]?suites?|__tests__|__mocks__|__fixtures__|specs?|fixtures?|test[-_]?data|test[-_](fixtures|files|utils|support|cases)|mocks?|e2e|cypress|testing|benchmarks?|bench|unit[-_]?tests?)\//i;
const testFile = /(^|[._-])(test|tests|spec|e2e|bench|benchmark|stories)\.[a-z.]+$|^(test_|conftest\.py$)/i;
const exampleFolder =
  /(^|\/)(docs?|documentation|examples?|samples?|demos?|tutorials?|templates?|cookbook)\//i;
const document =
  /\.(md|mdx|markdown|rst|adoc|asciidoc)$|\.(example|sample|template|dist)$|(^|\.)env\.(example|sample)/i;

/** Judges by the path, relative to the workspace: what lies above the workspace says nothing. */
export function kindOf(path: string): FileKind {
  if (testFolder.test(path) || testFile.test(posix.basename(path))) return 'test';
  if (exampleFolder.test(path)) return 'example';
  return 'source';
}

/** Whether a file is there to be read: secrets in it are mostly examples. */
export function isDocument(path: string): boolean {
  return document.test(path);
}

const foreignFolder =
  /(^|\/)(vendor|vendors|vendored|_vendor|third[-_]?party|external|extern|bower_components|jspm_packages|site-packages|dist([-_][^/]*)?|bundles?|\.yarn|\.next|\.nuxt|\.output|\.svelte-kit|_static|(__)?generated(__)?)\//i;
const foreignFile =
  /[.-](min|bundle|packed|chunk)\.[cm]?jsx?$|_pb2(_grpc)?\.pyi?$|\.pb\.[jt]s$|\.generated\.[jt]sx?$/i;

/** Whether code was written elsewhere or by a program: packed, bundled, generated, vendored. */
export function isForeign(path: string): boolean {
  return foreignFolder.test(path) || foreignFile.test(path);
}

const generatedMark =
  /@generated\b|\b(auto-?generated|do not (edit|modify)|generated (by|from|with|file))\b/i;

/** Letters a line of code that a person wrote has at the most, on average; packed code has one line or few. */
const mostPerLine = 250;

/** Whether a text of code says that it was generated, or is packed. */
export function isGenerated(text: string): boolean {
  const head = text.slice(0, 1000);
  if (generatedMark.test(head)) return true;
  if (text.length < 2000) return false;
  let lines = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
  return text.length / lines > mostPerLine;
}
