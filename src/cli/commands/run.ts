import { healthLines } from '../../analysis/health-lines.ts';
import type { DodecaEvent, RunOptions } from '../../model/event.ts';
import { type CommandContext, usageError } from '../command-context.ts';
import type { ExitCode } from '../exit-code.ts';
import { followRun } from '../follow-run.ts';
import { newReporter } from '../reporters/new-reporter.ts';
import type { Reporter } from '../reporters/reporter.ts';
import { withEngine } from '../with-engine.ts';

export interface RunFlags {
  readonly maxConcurrent?: number;
  readonly keepGoing?: boolean;
  readonly param?: readonly string[];
  /** False for `--no-cache`. */
  readonly cache?: boolean;
  readonly skipMissing?: boolean;
  /** Names of environment variables. */
  readonly secret?: readonly string[];
}

/** `dodeca run PIPELINE`: runs it and shows it until its end. */
export async function runCommand(
  context: CommandContext,
  pipeline: string,
  flags: RunFlags,
): Promise<ExitCode> {
  const options: RunOptions = {
    maxConcurrent: flags.maxConcurrent ?? null,
    keepGoing: flags.keepGoing ?? false,
    useCache: flags.cache ?? true,
    missingInterpreter: flags.skipMissing ? 'skip' : 'fail',
  };
  const params = parseParams(flags.param ?? []);
  const secrets = readSecrets(flags.secret ?? []);
  return await withEngine(context, async (client) => {
    const begin = async () => {
      const { runId } = await client.call('run/start', { pipeline, params, options, secrets });
      return { runId, after: 0 };
    };
    const reporter = new HealthNoting(newReporter(context));
    const code = await followRun(context, client, begin, reporter);
    if (reporter.hasHealth && !context.json && !client.closed) {
      const report = await client.call('workspace/health', {});
      const lines = healthLines(report, report.unmeasured, { brief: true });
      context.out.write(`\n${lines.map((line) => `  ${line}\n`).join('')}`);
    }
    return code;
  });
}

/** Notes whether a run tells anything of the health of the workspace. */
class HealthNoting implements Reporter {
  hasHealth = false;
  readonly #reporter: Reporter;

  constructor(reporter: Reporter) {
    this.#reporter = reporter;
  }

  onEvent(event: DodecaEvent): void {
    if (event.type === 'execution.output' && event.name === 'health') this.hasHealth = true;
    this.#reporter.onEvent(event);
  }

  onMessage(text: string): void {
    this.#reporter.onMessage(text);
  }

  end(): void {
    this.#reporter.end();
  }
}

/** Values of environment variables: agents get them, and no log, journal or cache ever does. */
export function readSecrets(names: readonly string[]): Record<string, string> {
  const secrets = names.map((name): [string, string] => {
    const value = process.env[name];
    if (!value) throw usageError(`--secret ${name}: the environment has no variable of that name.`);
    return [name, value];
  });
  return Object.fromEntries(secrets);
}

/** `k=v` texts; the engine gives them the types that the pipeline declares. */
function parseParams(texts: readonly string[]): Record<string, string> {
  const params = new Map<string, string>();
  for (const text of texts) {
    const equals = text.indexOf('=');
    if (equals < 1) throw usageError(`--param ${text}: write it as NAME=VALUE.`);
    params.set(text.slice(0, equals), text.slice(equals + 1));
  }
  return Object.fromEntries(params);
}
