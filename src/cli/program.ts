import { Command, CommanderError } from 'commander';
import { programVersion } from '../rpc/version.ts';
import { declareInto } from './declare/declare-command.ts';
import { declareEngineCommands } from './declare/engine-commands.ts';
import { withExcludedWords } from './declare/excluded-words.ts';
import { declareLibraryCommands } from './declare/library-commands.ts';
import { declareRecordCommands } from './declare/record-commands.ts';
import { declareRunCommands } from './declare/run-commands.ts';
import { type ExitCode, exitCode } from './exit-code.ts';

/** Runs the command line; answers with the exit code. Never throws. A command is loaded when it is run. */
export async function runProgram(argv: readonly string[]): Promise<ExitCode> {
  const { stdout: out, stderr: err } = process;
  const json = argv.includes('--json');
  let code: ExitCode = exitCode.success;
  const program = new Command('dodeca')
    .description('Runs clusters of agents as pipelines of real processes.')
    .version(programVersion())
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeErr: (text) => err.write(text),
      writeOut: (text) => (json ? err : out).write(text),
    });
  const declare = declareInto((ended) => {
    code = ended;
  });
  declareRunCommands(program, declare);
  declareRecordCommands(program, declare);
  declareLibraryCommands(program, declare);
  declareEngineCommands(program, declare);
  try {
    await program.parseAsync(withExcludedWords(argv), { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      // Help that was asked for is a success; help in place of a missing command is not.
      return error.exitCode === 0 ? exitCode.success : exitCode.usage;
    }
    const { explainError } = await import('./explain-error.ts');
    return explainError(error, err, json ? out : null);
  }
}
