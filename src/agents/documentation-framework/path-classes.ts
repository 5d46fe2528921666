import { posix } from 'node:path';
import { isForeign } from '../../markdown/document-paths.ts';

const historicalName =
  /^(change|histor|news|release|whats?[-_]?new|migrat|upgrad|deprecat|breaking|roadmap|todo|backport|proposal|rfc|adr|plan\b|design)/i;
const historicalFolder =
  /(^|\/)(changelogs?|changes|\.changeset|history|releases?|release[-_]notes|whatsnew|migrations?|adrs?|decisions|rfcs?|proposals?|blog|_?posts|archived?|news|plans?|designs?|meetings?|versioned_docs|old|legacy)\//i;

/** Whether a document tells of what was or what will be: it may name what is not there. */
export function isOfAnotherTime(path: string): boolean {
  return historicalName.test(posix.basename(path)) || historicalFolder.test(path);
}

const exampleFolder =
  /(^|\/)(examples?|samples?|demos?|templates?|tutorials?|playground|tests?|test[-_]?suites?|__tests__|specs?)\//i;

/** Whether a file is an example, a template or a test. */
export function isExample(path: string): boolean {
  return exampleFolder.test(path);
}

const testName =
  /((^|[._-])(tests?|spec|stories|bench)\.[cm]?[jt]sx?$)|((^|\/)(test_[^/]*|[^/]*_test|conftest)\.pyw?$)/i;
const generatedFolder =
  /(^|\/)(dist|build|out|target|\.next|generated|__generated__|min|bench|benchmarks?)\//i;
const toolName =
  /(^|\/)(setup|conf|noxfile|fabfile|tasks|manage)\.py$|(^|\/)[^/]*(\.config|rc|\.setup)\.[cm]?[jt]s$|(^|\/)(gulpfile|gruntfile)\.[cm]?[jt]s$/i;
const declaration = /\.d\.[cm]?ts$|\.pyi$/i;

/** Whether a file of code is one whose public definitions people look up: no test, no build product, no settings. */
export function isLibraryCode(path: string): boolean {
  return !(
    testName.test(path) ||
    isExample(path) ||
    isForeign(path) ||
    generatedFolder.test(path) ||
    toolName.test(path) ||
    declaration.test(path) ||
    /[.-]min\.[cm]?js$/i.test(path)
  );
}
