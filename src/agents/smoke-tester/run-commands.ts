import { stripVTControlCharacters } from 'node:util';
import { emit } from '../../agent-protocol/emit.ts';
import { outputMatches } from '../../builtin/output-pattern.ts';
import type { SmokeCommand } from '../../builtin/smoke-tester.ts';
import { formatDuration } from '../../common/text.ts';
import { CappedText } from '../capped-text.ts';
import { commandEnvironment } from '../command-environment.ts';
import { shellCommand } from '../shell-command.ts';
import { type CommandEnd, runTimed } from '../timed-command.ts';

/** How a smoke command came out. */
export interface CommandOutcome {
  readonly command: SmokeCommand;
  readonly durationMs: number;
  /** Why it failed, in a sentence; null where it works. */
  readonly failure: string | null;
}

/** Characters of an output that are searched and shown from. */
const outputLimit = 1024 * 1024;

/** Runs smoke commands in the workspace, one after another. */
export async function runSmokeCommands(
  workspace: string,
  commands: readonly SmokeCommand[],
): Promise<readonly CommandOutcome[]> {
  const outcomes: CommandOutcome[] = [];
  for (const [index, command] of commands.entries()) {
    const message = `command ${index + 1} of ${commands.length}: ${titleOf(command)}`;
    emit({ type: 'progress', percent: Math.round((100 * index) / commands.length), message });
    const env = commandEnvironment(process.env);
    const output = new CappedText(outputLimit);
    const end = await runTimed({
      ...shellCommand(command.run, env),
      cwd: workspace,
      env,
      timeoutMs: command.timeout * 1000,
      markVariable: 'WITHIN_DODECA_SMOKE_COMMAND',
      onText: (text) => output.add(text),
    });
    const failure = failureOf(command, end, stripVTControlCharacters(output.text));
    outcomes.push({ command, durationMs: end.durationMs, failure });
  }
  return outcomes;
}

/** What a command is called, on one line. */
export function titleOf({ name, run }: SmokeCommand): string {
  const title = (name ?? run).trim().replace(/\s+/g, ' ');
  return title.length > 80 ? `${title.slice(0, 79).toWellFormed()}…` : title;
}

/** Why a command failed, in a sentence; null where it did what was expected. */
export function failureOf(command: SmokeCommand, end: CommandEnd, output: string): string | null {
  const said = lastLine(output);
  const tail = said === '' ? '' : `: ${said}`;
  if (end.kind === 'not-started') return `it could not be started: ${end.reason}`;
  if (end.kind === 'timeout')
    return `it did not end within ${formatDuration(command.timeout * 1000)} and was ended${tail}`;
  if (end.exitCode === null) return `it was ended by the signal ${end.signal}${tail}`;
  if (end.exitCode !== command.expect_exit)
    return `exit code ${end.exitCode}, expected ${command.expect_exit}${tail}`;
  if (command.expect_output !== null && !outputMatches(command.expect_output, output))
    return `its output does not hold ${command.expect_output}${tail}`;
  return null;
}

function lastLine(output: string): string {
  const line =
    output
      .trimEnd()
      .split(/\r\n|\n|\r/)
      .at(-1)
      ?.trim() ?? '';
  return line.length > 200 ? `${line.slice(0, 199).toWellFormed()}…` : line;
}
