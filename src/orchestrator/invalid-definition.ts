import { UserError } from '../common/errors.ts';
import { plural } from '../common/text.ts';
import { formatProblem, type Problem } from '../model/problem.ts';

/** The error of a definition that cannot be used: it carries every problem, and says the first errors itself. */
export function invalidDefinition(
  problems: readonly Problem[],
): UserError & { readonly problems: readonly Problem[] } {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const message = `The definition has ${plural(errors.length, 'error')}:\n${errors.map(formatProblem).join('\n')}`;
  return Object.assign(new UserError('invalid-definition', message), { problems });
}
