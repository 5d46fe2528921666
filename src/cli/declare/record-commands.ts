import type { Command } from 'commander';
import type { marks } from '../commands/mark.ts';
import type { Declare } from './declare-command.ts';
import { positiveInteger } from './option-values.ts';

/** What one asks of the record: runs, agents, clusters, phases, and how they stand. */
export function declareRecordCommands(program: Command, declare: Declare): void {
  declare<{ limit: number; pipeline?: string; archived?: boolean }>(
    program,
    'runs',
    'the runs, newest first',
    async (context, { archived = false, ...flags }) =>
      (await import('../commands/record.ts')).runsCommand(context, { archived, ...flags }),
  )
    .option('--limit <n>', 'at most so many', positiveInteger, 20)
    .option('--pipeline <name>', 'only of this pipeline')
    .option('--archived', 'the archived ones too');
  declare(
    program,
    'show <run>',
    'one run with its executions (a run: id, beginning of an id, or "last")',
    async (context, _, run = '') => (await import('../commands/record.ts')).showCommand(context, run),
  );
  const mark = (kind: keyof typeof marks, description: string): Command =>
    declare(program, `${kind} <run>`, description, async (context, _, run = '') =>
      (await import('../commands/mark.ts')).markCommand(context, run, kind),
    );
  mark('pin', 'keep a run, however old it becomes');
  mark('unpin', 'keep a run no longer than others');
  mark('archive', 'leave a run out of the list of runs');
  mark('unarchive', 'list a run with the others again');
  declare<{ follow?: boolean }>(
    program,
    'logs <run> <agent>',
    'what an agent printed',
    async (context, flags, run = '', agent = '') =>
      (await import('../commands/logs.ts')).logsCommand(context, run, agent, flags),
  ).option('-f, --follow', 'go on until the agent has ended');
  declare(
    program,
    'why <run> <agent>',
    'why an execution is where it is',
    async (context, _, run = '', agent = '') =>
      (await import('../commands/record.ts')).whyCommand(context, run, agent),
  );
  declare(
    program,
    'health',
    'how the workspace stands, part by part, by what its agents told last',
    async (context) => (await import('../commands/health.ts')).healthCommand(context),
  );
  declare(
    program,
    'changes [run]',
    'what changed since a run, by the journal and by git (default: the run before the newest)',
    async (context, _, run) => (await import('../commands/temporal.ts')).changesCommand(context, run),
  );
  declare<{ limit: number; pipeline?: string }>(
    program,
    'trend',
    'the last runs with their health and their findings, oldest first',
    async (context, flags) => (await import('../commands/temporal.ts')).trendCommand(context, flags),
  )
    .option('--limit <n>', 'at most so many', positiveInteger, 20)
    .option('--pipeline <name>', 'only of this pipeline');
  declare(program, 'agents', 'the agents, with their last results', async (context) =>
    (await import('../commands/defined.ts')).agentsCommand(context),
  );
  declare(program, 'clusters', 'the clusters, with their agents', async (context) =>
    (await import('../commands/defined.ts')).clustersCommand(context),
  );
  declare(program, 'phases', 'the phases, with the last runs of their pipelines', async (context) =>
    (await import('../commands/defined.ts')).phasesCommand(context),
  );
}
