import * as z from 'zod';
import {
  countSchema,
  cpuSchema,
  durationSchema,
  environmentSchema,
  filledTextSchema,
  flagSchema,
  looseTextSchema,
  nameSchema,
  noted,
  positiveDurationSchema,
  sizeSchema,
  textListSchema,
  textSchema,
} from '../common/value-schemas.ts';
import { prioritySchema } from './priority.ts';

const retrySchema = noted(
  z.strictObject({
    attempts: noted(countSchema.prefault(3), {
      description: 'All attempts, the first one included.',
      example: 3,
    }),
    backoff: noted(durationSchema.prefault('1s'), {
      description: 'The wait before the second attempt.',
      example: '1s',
    }),
    factor: noted(z.number().min(1).prefault(2), {
      description: 'Each further wait is this many times the one before.',
      example: 2,
      expects: 'a number from 1',
    }),
    max: noted(durationSchema.prefault('30s'), { description: 'The longest wait.', example: '30s' }),
    jitter: noted(flagSchema.prefault(true), {
      description:
        'Waits a random part between half and all of the time, so that agents that failed together do not come back together.',
      example: true,
    }),
    on: noted(z.array(z.enum(['failed', 'timed_out'])).prefault(['failed', 'timed_out']), {
      description: 'What an attempt must have come to for another one to follow.',
      example: ['failed', 'timed_out'],
      expects: 'a list of `failed` and `timed_out`',
    }),
  }),
  {
    description: 'Further attempts after a failure. Without this block there is one attempt.',
    example: { attempts: 3, backoff: '1s' },
    expects: 'a mapping such as { attempts: 3, backoff: 1s }',
  },
);

const breakerSchema = noted(
  z.strictObject({
    failures: noted(countSchema.prefault(5), {
      description: 'Failures in a row that open the circuit.',
      example: 5,
    }),
    cooldown: noted(positiveDurationSchema.prefault('60s'), {
      description: 'The time until one trial is let through.',
      example: '60s',
    }),
  }),
  {
    description:
      'A circuit breaker: after several failures in a row the agent is not started for a while. Without this block there is none.',
    example: { failures: 5, cooldown: '60s' },
    expects: 'a mapping such as { failures: 5, cooldown: 60s }',
  },
);

const resourcesSchema = noted(
  z.strictObject({
    cpu: noted(cpuSchema.prefault(0), { description: 'Cores. 0 asks for none.', example: 1 }),
    memory: noted(sizeSchema.prefault(0), { description: 'Memory. 0 asks for none.', example: '512Mi' }),
  }),
  {
    description:
      'What the agent needs while it runs. It starts when that much of the limits is free. Without this block it needs one place among the agents that run at once, and nothing else.',
    example: { cpu: 1, memory: '512Mi' },
    expects: 'a mapping such as { cpu: 1, memory: 512Mi }',
  },
);

/** A lock with several places, as the file declares it. */
export const lockPoolSchema = noted(
  z.strictObject({
    name: noted(nameSchema, { description: 'The name of the lock.', example: 'licence' }),
    slots: noted(countSchema.prefault(1), {
      description: 'How many agents may hold it at once. Every agent that names it says the same number.',
      example: 2,
    }),
  }),
  { description: 'A lock that several agents may hold at once.', example: { name: 'licence', slots: 2 } },
);

const agentDebugSchema = noted(
  z.strictObject({
    wait: noted(flagSchema.prefault(false), {
      description:
        'Whether, in a run that is debugged, the agent always waits for the debugger at its first line.',
      example: true,
    }),
    port: noted(z.int().min(1).max(65_535).optional(), {
      description:
        'The port of the loopback on which the agent listens when it is debugged. A free one where it is absent.',
      example: 5678,
      expects: 'a port, a whole number from 1 to 65535',
    }),
  }),
  {
    description: 'How a debugger gets into this agent.',
    example: { wait: false, port: 5678 },
    expects: 'a mapping such as { wait: false, port: 5678 }',
  },
);

/** An agent as the file declares it. */
export const agentSchema = noted(
  z.strictObject({
    description: noted(textSchema.optional(), {
      description: 'What the agent is for, in a sentence.',
      example: 'Finds the best working point of the plant',
    }),
    uses: noted(
      z
        .string()
        .regex(/^builtin:./)
        .optional(),
      {
        description: 'A built-in agent. Exactly one of `uses`, `file` and `run` says what the agent runs.',
        example: 'builtin:smoke_tester',
        expects: '`builtin:` and the name of a built-in agent, such as builtin:smoke_tester',
      },
    ),
    file: noted(filledTextSchema.optional(), {
      description:
        'A script or program, relative to the folder the agent starts in. Its extension chooses the interpreter.',
      example: 'agents/cryo.py',
    }),
    run: noted(filledTextSchema.optional(), {
      description: 'A command for the shell: `/bin/sh -c`, on Windows `cmd /d /s /c`.',
      example: 'make report',
    }),
    with: noted(z.record(z.string(), z.unknown()).prefault({}), {
      description:
        'Parameters of the agent, in its input file. Those of built-in agents are checked; others are handed over as they are.',
      example: { threshold: 0.95 },
      expects: 'a mapping such as { threshold: 0.95 }',
    }),
    interpreter: noted(z.union([filledTextSchema, z.array(filledTextSchema).min(1)]).optional(), {
      description:
        'What runs the `file`, in place of what its extension chooses. A list holds its arguments too.',
      example: ['python3', '-X', 'dev'],
      expects: 'a command, or a list of a command and its arguments',
    }),
    args: noted(z.array(looseTextSchema).prefault([]), {
      description: 'Arguments of the `file`.',
      example: ['--fast'],
      expects: 'a list of arguments such as ["--fast"]',
    }),
    cwd: noted(filledTextSchema.optional(), {
      description: 'The folder the agent starts in, relative to the workspace. Without it: the workspace.',
      example: 'plant',
    }),
    timeout: noted(positiveDurationSchema.optional(), {
      description:
        'The time an attempt may take; then its whole process tree is ended. Without it: no limit.',
      example: '5m',
    }),
    grace: noted(durationSchema.prefault('5s'), {
      description: 'The time between the polite signal (SIGTERM) and the kill, at a timeout and at a cancel.',
      example: '5s',
    }),
    priority: noted(prioritySchema.prefault('medium'), {
      description:
        'Who goes first when not all can start: `low` (0), `medium` (3), `high` (6), `critical` (9), or a number from 0 to 9.',
      example: 'high',
    }),
    retry: retrySchema.optional(),
    breaker: breakerSchema.optional(),
    resources: resourcesSchema.optional(),
    locks: noted(z.array(z.union([nameSchema, lockPoolSchema])).prefault([]), {
      description:
        'Locks that the agent holds while it runs: a name is exclusive, `{ name, slots }` is a pool. It takes all of them at once, or none.',
      example: ['database', { name: 'licence', slots: 2 }],
      expects: 'a list of names or of { name: licence, slots: 2 }',
    }),
    env: noted(environmentSchema.prefault({}), {
      description: 'Environment variables, besides those of the definition.',
      example: { MODE: 'full' },
    }),
    inputs: noted(textListSchema.prefault([]), {
      description:
        'Patterns of the files that the agent reads. With `cache: true` a change of one of them makes it run again.',
      example: ['data/**/*.csv', 'agents/cryo.py'],
    }),
    outputs: noted(textListSchema.prefault([]), {
      description:
        'Patterns of the files that the agent writes. With `cache: true` they are kept, and put back in place of a run.',
      example: ['out/*.json'],
    }),
    cache: noted(flagSchema.prefault(false), {
      description: 'Whether the same `inputs` give the same result, so that the agent need not run again.',
      example: true,
    }),
    compensate: noted(filledTextSchema.optional(), {
      description:
        'A command for the shell that undoes what the agent did. It runs when the agent succeeded and the run did not.',
      example: 'git checkout -- out',
    }),
    debug: agentDebugSchema.optional(),
  }),
  {
    description: 'An agent: any program. Exit code 0 is success.',
    expects: 'a mapping such as { file: agents/cryo.py }',
  },
);

/** An agent of the file, defaults filled in. */
export type AgentEntry = z.output<typeof agentSchema>;
