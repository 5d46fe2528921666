import type { Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

// Emphasis says nothing of links, headings and code, and to pair its marks takes quadratic time.
const plain = { extensions: [{ disable: { null: ['attention'] } }] };

// Bare addresses lead out of the workspace, and to look for them takes half of the time.
const unused = [
  'attention',
  'emailAutolink',
  'protocolAutolink',
  'strikethrough',
  'tasklistCheck',
  'wwwAutolink',
];
const gitHub = {
  extensions: [gfm(), { disable: { null: unused } }],
  mdastExtensions: gfmFromMarkdown().filter(({ transforms }) => transforms === undefined),
};

/**
 * The tree of a Markdown text as GitHub reads it, with tables and footnotes. Marks of emphasis stay in the text, and
 * bare addresses are no links.
 */
export function parseMarkdown(text: string): Root {
  return fromMarkdown(text, needsGitHub(text) ? gitHub : plain);
}

/** Whether there is a table or a footnote: to be ready for them takes more time than all the rest. */
function needsGitHub(text: string): boolean {
  return text.includes('[^') || /^[ \t>*+\d.)-]{0,40}\|?[ \t]*:?-+:?[ \t]*(?:\||$)/m.test(text);
}
