import { isMadeToBeWrong } from '../made-to-be-wrong.ts';
import { findingAt, type ReviewedDocument, type ReviewRule } from '../reviewed-document.ts';

/** Documents that are there to say something. An empty module, setting or list says something by being there. */
const saying: ReadonlySet<ReviewedDocument['kind']> = new Set(['markdown', 'notebook', 'table', 'sql']);

/** Documents without a word. */
export const empty: ReviewRule = {
  name: 'empty',
  about: 'It is not empty.',
  check: ({ path, kind, words, trouble }) =>
    words > 0 || trouble !== null || !saying.has(kind) || isMadeToBeWrong(path)
      ? []
      : [findingAt(1, 'error', 'It is empty.')],
};
