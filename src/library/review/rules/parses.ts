import { isMadeToBeWrong } from '../made-to-be-wrong.ts';
import { findingAt, type ReviewedDocument, type ReviewRule } from '../reviewed-document.ts';

/** Why it is read as plain text although nothing is wrong with it. */
const tooLarge = /^it is too large|^only its beginning/;

/** Kinds of which compilers know more than a grammar that was written before: what it cannot read may be right. */
const growing: ReadonlySet<ReviewedDocument['kind']> = new Set(['script']);

/** Documents that are not what their names say. */
export const parses: ReviewRule = {
  name: 'parses',
  about: 'It can be read by its structure.',
  check: ({ path, kind, trouble }) =>
    trouble === null || tooLarge.test(trouble) || isMadeToBeWrong(path)
      ? []
      : [
          findingAt(
            1,
            growing.has(kind) ? 'hint' : 'error',
            `It cannot be read by its structure: ${trouble}.`,
          ),
        ],
};
