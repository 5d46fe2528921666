import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorMessage, UserError } from '../../common/errors.ts';
import { defaultDefinitionText } from '../../pipeline/default-definition.ts';
import { definitionFiles } from '../../pipeline/load-definition.ts';
import { stateFolderOf } from '../../rpc/state-folder.ts';
import { type CommandContext, printOne } from '../command-context.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';

/** `dodeca init`: writes the default definition, commented; never over one that is there. */
export function initCommand(context: CommandContext): ExitCode {
  const { workspace } = stateFolderOf(context.workspace);
  const there = definitionFiles.find((name) => existsSync(join(workspace, name)));
  if (there !== undefined)
    throw new UserError('definition-exists', `${there} exists already; it was left as it is.`);
  const file = definitionFiles[0];
  try {
    writeFileSync(join(workspace, file), defaultDefinitionText, { flag: 'wx' });
  } catch (error) {
    throw new UserError('cannot-write', `${file} cannot be written: ${errorMessage(error)}`, {
      cause: error,
    });
  }
  printOne(context, { file }, () => [`Wrote ${file}. Try: dodeca run run_pipeline`]);
  return exitCode.success;
}
