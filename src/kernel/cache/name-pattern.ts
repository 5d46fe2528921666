import { errorMessage, UserError } from '../../common/errors.ts';

/** Whether a name fits a pattern: the name itself, a glob with `*` and `?`, or a regular expression between slashes. */
export function namePattern(pattern: string): (name: string) => boolean {
  const expression = /^\/(.+)\/([imsu]*)$/.exec(pattern);
  try {
    const regex = expression
      ? new RegExp(expression[1] ?? '', expression[2])
      : new RegExp(
          `^${pattern
            .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
            .replaceAll('*', '.*')
            .replaceAll('?', '.')}$`,
          'su',
        );
    return (name) => regex.test(name);
  } catch (error) {
    throw new UserError('pattern-invalid', `'${pattern}' is no regular expression (${errorMessage(error)}).`);
  }
}
