import { resolve } from 'node:path';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { programVersion } from '../rpc/version.ts';
import { type CommandContext, usageError } from './command-context.ts';
import {
  cacheClearCommand,
  cacheExportCommand,
  cacheImportCommand,
  cacheInvalidateCommand,
  cacheStatusCommand,
} from './commands/cache.ts';
import { cancelCommand } from './commands/cancel.ts';
import { agentsCommand, clustersCommand, phasesCommand } from './commands/defined.ts';
import { statusCommand, stopCommand } from './commands/engine.ts';
import { healthCommand } from './commands/health.ts';
import { initCommand } from './commands/init.ts';
import { journalRebuildCommand } from './commands/journal.ts';
import { libraryBuildCommand, librarySearchCommand, libraryStatusCommand } from './commands/library.ts';
import { libraryLineageCommand } from './commands/library-lineage.ts';
import { libraryReviewCommand, type ReviewFlags } from './commands/library-review.ts';
import { logsCommand } from './commands/logs.ts';
import { markCommand, type marks } from './commands/mark.ts';
import { planCommand } from './commands/plan.ts';
import { runsCommand, showCommand, whyCommand } from './commands/record.ts';
import { type ResumeFlags, resumeCommand } from './commands/resume.ts';
import { type RunFlags, runCommand } from './commands/run.ts';
import { changesCommand, trendCommand } from './commands/temporal.ts';
import { validateCommand } from './commands/validate.ts';
import { type ExitCode, exitCode } from './exit-code.ts';
import { explainError } from './explain-error.ts';

interface GlobalFlags {
  readonly workspace?: string;
  readonly json?: boolean;
}

type Action = (context: CommandContext, ...words: string[]) => ExitCode | Promise<ExitCode>;

/** Runs the command line; answers with the exit code. Never throws. */
export async function runProgram(argv: readonly string[]): Promise<ExitCode> {
  const { stdout: out, stderr: err } = process;
  let code: ExitCode = exitCode.success;
  const program = new Command('dodeca');
  const json = argv.includes('--json');

  /** A command whose flags are handed to `action` before its words. */
  const command = <F extends object>(
    parent: Command,
    usage: string,
    description: string,
    action: (flags: F) => Action,
  ): Command => {
    const made = parent.command(usage).description(description);
    made.option('-w, --workspace <dir>', 'the workspace (default: the current folder)');
    made.option('--json', 'JSON on standard output, one object a line, and nothing else');
    return made.action(async (...given: unknown[]) => {
      const flags = made.opts<F & GlobalFlags>();
      const words = given.flat().filter((word) => typeof word === 'string');
      if (words.includes('')) throw usageError(`dodeca ${usage}: an argument is empty.`);
      const context = { workspace: resolve(flags.workspace ?? '.'), json: flags.json ?? false, out, err };
      code = await action(flags)(context, ...words);
    });
  };

  program
    .description('Runs clusters of agents as pipelines of real processes.')
    .version(programVersion())
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeErr: (text) => err.write(text),
      writeOut: (text) => (json ? err : out).write(text),
    });

  command<RunFlags>(
    program,
    'run <pipeline>',
    'run a pipeline, or agent:NAME, or cluster:ID, and show it until its end',
    (flags) => {
      return (context, pipeline = '') => runCommand(context, pipeline, flags);
    },
  )
    .option('--max-concurrent <n>', 'run at most this many agents of the run at once', positiveInteger)
    .option('--keep-going', 'also run what needs a stage that failed or was skipped')
    .option('--param <name=value>', 'set a parameter of the pipeline; may be repeated', collect)
    .option(
      '--secret <name>',
      'hand over this environment variable, and redact its value; may be repeated',
      collect,
    )
    .option('--no-cache', 'take no earlier result, and keep none')
    .option('--skip-missing', 'skip agents whose interpreter is not on this machine, instead of failing');

  command<ResumeFlags>(
    program,
    'resume <run>',
    'go on with a run that was interrupted, failed or cancelled',
    (flags) => {
      return (context, run = '') => resumeCommand(context, run, flags);
    },
  )
    .option(
      '--secret <name>',
      'hand over this environment variable, and redact its value; may be repeated',
      collect,
    )
    .option('--from <agent>', 'also repeat this AGENT or STAGE/AGENT and all that follows it')
    .addOption(
      new Option('--definition <which>', 'the definition to go on with')
        .choices(['recorded', 'current'])
        .default('recorded'),
    );

  command(
    program,
    'cancel <run>',
    'cancel a run',
    () =>
      (context, run = '') =>
        cancelCommand(context, run),
  );
  command(program, 'validate', 'check the definition', () => (context) => validateCommand(context));
  command(program, 'plan <pipeline>', 'what would run, in which order, and for how long', () => {
    return (context, pipeline = '') => planCommand(context, pipeline);
  });
  command<{ limit: number; pipeline?: string; archived?: boolean }>(
    program,
    'runs',
    'the runs, newest first',
    ({ limit, pipeline, archived = false }) => {
      const given = pipeline === undefined ? {} : { pipeline };
      return (context) => runsCommand(context, { limit, archived, ...given });
    },
  )
    .option('--limit <n>', 'at most so many', positiveInteger, 20)
    .option('--pipeline <name>', 'only of this pipeline')
    .option('--archived', 'the archived ones too');
  command(
    program,
    'show <run>',
    'one run with its executions (a run: id, beginning of an id, or "last")',
    () => {
      return (context, run = '') => showCommand(context, run);
    },
  );
  const mark = (kind: keyof typeof marks, description: string): Command =>
    command(
      program,
      `${kind} <run>`,
      description,
      () =>
        (context, run = '') =>
          markCommand(context, run, kind),
    );
  mark('pin', 'keep a run, however old it becomes');
  mark('unpin', 'keep a run no longer than others');
  mark('archive', 'leave a run out of the list of runs');
  mark('unarchive', 'list a run with the others again');
  command<{ follow?: boolean }>(program, 'logs <run> <agent>', 'what an agent printed', (flags) => {
    return (context, run = '', agent = '') => logsCommand(context, run, agent, flags);
  }).option('-f, --follow', 'go on until the agent has ended');
  command(program, 'why <run> <agent>', 'why an execution is where it is', () => {
    return (context, run = '', agent = '') => whyCommand(context, run, agent);
  });

  command(program, 'health', 'how the workspace stands, part by part, by what its agents told last', () => {
    return (context) => healthCommand(context);
  });
  command(
    program,
    'changes [run]',
    'what changed since a run, by the journal and by git (default: the run before the newest)',
    () => (context, run) => changesCommand(context, run),
  );
  command<{ limit: number; pipeline?: string }>(
    program,
    'trend',
    'the last runs with their health and their findings, oldest first',
    ({ limit, pipeline }) => {
      const given = pipeline === undefined ? {} : { pipeline };
      return (context) => trendCommand(context, { limit, ...given });
    },
  )
    .option('--limit <n>', 'at most so many', positiveInteger, 20)
    .option('--pipeline <name>', 'only of this pipeline');

  command(program, 'agents', 'the agents, with their last results', () => agentsCommand);
  command(program, 'clusters', 'the clusters, with their agents', () => clustersCommand);
  command(program, 'phases', 'the phases, with the last runs of their pipelines', () => phasesCommand);
  command(
    program,
    'dap',
    'a debug adapter on standard input and output, for any DAP client',
    // A debugger is not loaded by whoever does not need it.
    () => async (context) => (await import('./commands/dap.ts')).dapCommand(context),
  );
  const library = program.command('library').description('the knowledge library: the workspace, searched');
  command<{ full?: boolean }>(library, 'build', 'bring it up to date with the workspace', (flags) => {
    return (context) => libraryBuildCommand(context, flags);
  }).option('--full', 'read every file anew');
  command<{ limit: number; queries?: string }>(
    library,
    'search [words...]',
    'files that answer, the best first',
    ({ limit, queries }) => {
      const given = queries === undefined ? {} : { queries };
      return (context, ...words) => librarySearchCommand(context, words, { limit, ...given });
    },
  )
    .option('--limit <n>', 'at most so many', positiveInteger, 10)
    .option('--queries <file>', 'answer a file of lines: an id, a tab, a query');
  command(library, 'status', 'what it holds', () => libraryStatusCommand);
  command(
    library,
    'lineage <path>',
    'where a file comes from, and what comes from it',
    () =>
      (context, path = '') =>
        libraryLineageCommand(context, path),
  );
  command<ReviewFlags>(
    library,
    'review [path]',
    'what waits for somebody to look at it, or a document; decides, and fixes',
    (flags) => (context, path) => libraryReviewCommand(context, path, flags),
  )
    .option('--limit <n>', 'at most so many documents and groups', positiveInteger, 50)
    .option('--fix', 'mend what needs no person, and review it again until nothing changes')
    .option('--accept <path>', 'it is right as it is now; may be repeated', collect)
    .option('--reject <path>', 'it is wrong as it is now; may be repeated', collect)
    .option('--canonical <path>', 'it is the one to go by; may be repeated', collect)
    .option('--clear <path>', 'take back what was said of it; may be repeated', collect);
  command(program, 'init', 'write the default definition, commented', () => initCommand);

  command(program, 'status', 'the engine of this workspace; starts none', () => statusCommand);
  command<{ whenIdle?: boolean }>(program, 'stop', 'end the engine of this workspace', (flags) => {
    return (context) => stopCommand(context, flags);
  }).option('--when-idle', 'let the runs end first');

  const cache = program.command('cache').description('the result cache');
  command(cache, 'status', 'what it holds', () => cacheStatusCommand);
  command(
    cache,
    'invalidate <pattern>',
    'forget the results of agents: name, glob or /regular expression/',
    () => {
      return (context, pattern = '') => cacheInvalidateCommand(context, pattern);
    },
  );
  command(cache, 'clear', 'forget everything', () => cacheClearCommand);
  command(cache, 'export <file>', 'write everything into one file', () => {
    return (context, file = '') => cacheExportCommand(context, file);
  });
  command(cache, 'import <file>', 'take in what was exported', () => {
    return (context, file = '') => cacheImportCommand(context, file);
  });
  const journal = program.command('journal').description('the record of the workspace');
  command(journal, 'rebuild', 'make every projection again from the events', () => journalRebuildCommand);

  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      // Help that was asked for is a success; help in place of a missing command is not.
      return error.exitCode === 0 ? exitCode.success : exitCode.usage;
    }
    return explainError(error, err, json ? out : null);
  }
}

function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('It must be a whole number from 1 on.');
  return value;
}

function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}
