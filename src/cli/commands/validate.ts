import { resolve } from 'node:path';
import { plural } from '../../common/text.ts';
import { formatProblem } from '../../model/problem.ts';
import { loadDefinition } from '../../pipeline/load-definition.ts';
import { stateFolderOf } from '../../rpc/state-folder.ts';
import { type CommandContext, printOne } from '../command-context.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';

/** `dodeca validate`: checks the definition; needs no engine. */
export function validateCommand(context: CommandContext): ExitCode {
  const { workspace } = stateFolderOf(resolve(context.workspace));
  const { definition, problems } = loadDefinition(workspace);
  const valid = definition !== null;
  printOne(context, { valid, problems }, () => {
    const errors = problems.filter(({ severity }) => severity === 'error').length;
    const others = problems.length - errors;
    const counts = [errors > 0 ? plural(errors, 'error') : '', others > 0 ? plural(others, 'warning') : ''];
    const told = counts.filter((count) => count !== '').join(', ');
    const what = definition?.file ?? (valid ? 'the built-in definition' : 'the definition');
    return [
      ...problems.map(formatProblem),
      valid ? `${what} is valid${told === '' ? '' : ` (${told})`}` : `${what} is not valid: ${told}`,
    ];
  });
  return valid ? exitCode.success : exitCode.usage;
}
