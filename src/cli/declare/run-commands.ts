import { type Command, Option } from 'commander';
import type { ResumeFlags } from '../commands/resume.ts';
import type { RunFlags } from '../commands/run.ts';
import type { Declare } from './declare-command.ts';
import { collect, positiveInteger } from './option-values.ts';

/** What one does with a definition: check it, run it, go on with a run. */
export function declareRunCommands(program: Command, declare: Declare): void {
  const secret: [string, string, typeof collect] = [
    '--secret <name>',
    'hand over this environment variable, and redact its value; may be repeated',
    collect,
  ];
  declare<RunFlags>(
    program,
    'run <pipeline>',
    'run a pipeline, or agent:NAME, or cluster:ID, and show it until its end',
    async (context, flags, pipeline = '') =>
      (await import('../commands/run.ts')).runCommand(context, pipeline, flags),
  )
    .option('--max-concurrent <n>', 'run at most this many agents of the run at once', positiveInteger)
    .option('--keep-going', 'also run what needs a stage that failed or was skipped')
    .option('--param <name=value>', 'set a parameter of the pipeline; may be repeated', collect)
    .option(...secret)
    .option('--no-cache', 'take no earlier result, and keep none')
    .option('--skip-missing', 'skip agents whose interpreter is not on this machine, instead of failing');
  declare<ResumeFlags>(
    program,
    'resume <run>',
    'go on with a run that was interrupted, failed or cancelled',
    async (context, flags, run = '') =>
      (await import('../commands/resume.ts')).resumeCommand(context, run, flags),
  )
    .option(...secret)
    .option('--from <agent>', 'also repeat this AGENT or STAGE/AGENT and all that follows it')
    .addOption(
      new Option('--definition <which>', 'the definition to go on with')
        .choices(['recorded', 'current'])
        .default('recorded'),
    );
  declare(program, 'cancel <run>', 'cancel a run', async (context, _, run = '') =>
    (await import('../commands/cancel.ts')).cancelCommand(context, run),
  );
  declare(program, 'validate', 'check the definition', async (context) =>
    (await import('../commands/validate.ts')).validateCommand(context),
  );
  declare(
    program,
    'plan <pipeline>',
    'what would run, in which order, and for how long',
    async (context, _, pipeline = '') => (await import('../commands/plan.ts')).planCommand(context, pipeline),
  );
  declare(program, 'init', 'write the default definition, commented', async (context) =>
    (await import('../commands/init.ts')).initCommand(context),
  );
}
