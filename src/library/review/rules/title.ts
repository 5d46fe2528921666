import { isLegalName } from '../../duplicates/worth-comparing.ts';
import { isMadeToBeWrong } from '../made-to-be-wrong.ts';
import { findingAt, type ReviewedDocument, type ReviewRule } from '../reviewed-document.ts';

/** What says what a document is about, by its kind; of the others nobody expects it. */
const expected: Partial<Record<ReviewedDocument['kind'], string>> = {
  markdown: 'a heading',
  notebook: 'a heading in a cell of text',
  python: 'a docstring',
};

/** Words below which a document need not say what it is about. */
const least = 100;

/** Modules whose name says what they are for. */
const plain = /(^|\/)(__init__|__main__|setup|conftest|manage|noxfile|tasks)\.py$|\.pyi$/;
const anonymous = /(^|\/)(\.|_)|(^|\/)(issue_template|pull_request_template)/i;

/** Documents that do not say what they are about. */
export const title: ReviewRule = {
  name: 'title',
  about: 'It says what it is about: a heading, a docstring.',
  check: ({ path, kind, title: own, words, trouble }) => {
    const what = expected[kind];
    if (what === undefined || own !== null || words < least || trouble !== null) return [];
    if (plain.test(path) || anonymous.test(path) || isLegalName(path) || isMadeToBeWrong(path)) return [];
    return [findingAt(1, 'hint', `It has no title: ${what} would say what it is about.`)];
  },
};
