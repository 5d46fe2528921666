import { posix } from 'node:path';

const markdown = /\.(md|markdown|mdown|mkdn?|mdx)$/i;
const otherDocument = /\.(rst|adoc|asciidoc|asc)$/i;
const plainDocument =
  /^(readme|licen[cs]e|copying|notice|authors|contributors|contributing|changelog|changes|history|news|install|todo|security|maintainers|acknowledgements?)([-._]\w+)?(\.txt)?$/i;

/** Whether a file is a Markdown document, by its name. */
export function isMarkdown(path: string): boolean {
  return markdown.test(path);
}

/** Whether a file is a document that people are to read, by its name. */
export function isDocument(path: string): boolean {
  if (isMarkdown(path) || otherDocument.test(path)) return true;
  const name = posix.basename(path);
  const extension = posix.extname(name);
  return plainDocument.test(name) && (extension === '' || extension === '.txt' || name === extension);
}

const fixtureFolder =
  /(^|\/)(__)?(fixtures?|testdata|test[-_]data|test[-_]?cases|snapshots?|mocks?|cassettes|golden)(__)?\//i;
const foreignFolder =
  /(^|\/)(vendor|vendored|_vendor|third[-_]party|external|node_modules|bower_components|site-packages)\//i;

/** Whether a file is made for tests to be wrong in, or comes from somebody else. */
export function isForeign(path: string): boolean {
  return fixtureFolder.test(path) || foreignFolder.test(path);
}
