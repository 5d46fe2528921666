import { isMadeToBeWrong } from '../made-to-be-wrong.ts';
import { findingAt, type ReviewRule } from '../reviewed-document.ts';

/** Documents with what nobody should read. What is only named like a secret may be anything: the security scanner weighs it. */
export const secret: ReviewRule = {
  name: 'secret',
  about: 'No token of a known service and no private key stands in it.',
  check: ({ path, secretLines }) =>
    secretLines.length === 0 || isMadeToBeWrong(path)
      ? []
      : secretLines.map((line) =>
          findingAt(line, 'error', 'There is a secret here: whoever reads the file can use it.'),
        ),
};
