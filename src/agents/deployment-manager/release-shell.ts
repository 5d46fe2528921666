import { shellCommand } from '../shell-command.ts';
import { runTimed } from '../timed-command.ts';
import type { ReleaseCommand } from './plan-release.ts';

/** How a step was done. */
export interface StepRecord {
  readonly step: string;
  /** Null where no command was run. */
  readonly command: string | null;
  readonly outcome: 'done' | 'failed' | 'timeout' | 'not-started';
  readonly exit_code: number | null;
  readonly duration_ms: number;
  /** What went wrong, or what came of it. */
  readonly says: string;
  /** The end of its output, secrets replaced. */
  readonly output: string;
}

/** Characters of an output that the report keeps. */
const mostOutput = 4000;

/** Runs commands of a release in the workspace, one after another, and prints what they print. */
export class ReleaseShell {
  readonly #workspace: string;
  readonly #env: Readonly<Record<string, string>>;
  readonly #redact: (text: string) => string;
  readonly #print: (text: string) => void;

  constructor(
    workspace: string,
    env: Readonly<Record<string, string>>,
    redact: (text: string) => string,
    print: (text: string) => void,
  ) {
    this.#workspace = workspace;
    this.#env = env;
    this.#redact = redact;
    this.#print = print;
  }

  /** Runs a command to its end, or ends it and all that it started. */
  async run(step: string, { run, timeout }: ReleaseCommand): Promise<StepRecord> {
    return await this.#call(step, run, shellCommand(run, this.#env), timeout);
  }

  /** Runs git on the repository of the workspace. */
  async git(step: string, file: string, args: readonly string[], timeout: number): Promise<StepRecord> {
    return await this.#call(
      step,
      ['git', ...args].join(' '),
      { file, args },
      timeout,
      withoutRepository(this.#env),
    );
  }

  async #call(
    step: string,
    command: string,
    call: ReturnType<typeof shellCommand>,
    timeout: number,
    env = this.#env,
  ): Promise<StepRecord> {
    let output = '';
    const end = await runTimed({
      ...call,
      cwd: this.#workspace,
      env,
      timeoutMs: timeout * 1000,
      markVariable: 'DODECA_RELEASE_STEP',
      onText: (text) => {
        output = (output + text).slice(-4 * mostOutput);
        // Set in, so that nothing a command prints is a message of this agent.
        this.#print(text.replace(/^(?=.)/gm, '    '));
      },
    });
    const record = {
      step,
      command: this.#redact(command),
      duration_ms: Math.round(end.durationMs),
      output: this.#redact(output).slice(-mostOutput).toWellFormed(),
    };
    if (end.kind === 'timeout')
      return { ...record, outcome: 'timeout', exit_code: null, says: `ended after ${timeout} s` };
    if (end.kind === 'not-started')
      return { ...record, outcome: 'not-started', exit_code: null, says: end.reason };
    const { exitCode, signal } = end;
    const says = exitCode === null ? `ended by ${signal}` : `exit code ${exitCode}`;
    return { ...record, outcome: exitCode === 0 ? 'done' : 'failed', exit_code: exitCode, says };
  }
}

/** Without what a hook or a shell says of another repository. */
function withoutRepository(env: Readonly<Record<string, string>>): Record<string, string> {
  const other =
    /^GIT_(DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|NAMESPACE)$/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !other.test(name)));
}
