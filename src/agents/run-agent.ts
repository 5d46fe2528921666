import * as z from 'zod';
import { emit, readInput } from '../agent-protocol/emit.ts';
import type { AgentInput } from '../agent-protocol/input.ts';
import type { BuiltinAgent, FigureOf, ParametersOf, RuleOf } from '../builtin/builtin-agent.ts';
import { isUserError, UserError } from '../common/errors.ts';
import type { Json, JsonObject } from '../common/json.ts';
import { Findings } from './findings.ts';

/** What the body of a built-in agent works with. */
export interface AgentContext<A extends BuiltinAgent> {
  /** An absolute path. */
  readonly workspace: string;
  readonly parameters: ParametersOf<A>;
  readonly input: AgentInput;
  readonly findings: Findings<RuleOf<A>>;
  /** Tells a figure as a metric (where it is a finite number) and as an output; null is "not measured", and no metric. */
  figure(name: FigureOf<A>, value: Json): void;
  /**
   * Tells what the agent adds to the health of the workspace; not called where nothing was measured.
   *
   * @param score 0 to 100
   * @param basis what it was measured by: `128 of 137 tests passed`
   */
  health(score: number, basis: string): void;
}

/**
 * Runs the body of a built-in agent, whose result is the exit code, and tells its findings after it. What the user can
 * mend is told in one message, with exit code 2.
 */
export async function runAgent<A extends BuiltinAgent>(
  agent: A,
  body: (context: AgentContext<A>) => Promise<number>,
): Promise<void> {
  try {
    const input = readInput();
    const workspace = workspaceFolder();
    const parameters = readParameters(agent, input.with);
    const findings = new Findings<RuleOf<A>>(workspace, agent.rules, ignoredBy(parameters));
    process.exitCode = await body({
      workspace,
      parameters,
      input,
      findings,
      figure(name, value) {
        if (typeof value === 'number' && Number.isFinite(value)) emit({ type: 'metric', name, value });
        emit({ type: 'output', name, value });
      },
      health(score, basis) {
        if (agent.health === null) return;
        const { part, weight } = agent.health;
        emit({ type: 'output', name: 'health', value: { part, weight, score, basis } });
      },
    });
    findings.tell();
  } catch (error) {
    if (!isUserError(error)) throw error;
    emit({ type: 'log', level: 'error', message: error.message });
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}

/** The agent's `with` block, defaults filled in. Throws the UserError `parameter.invalid`. */
export function readParameters<A extends BuiltinAgent>(agent: A, given: JsonObject): ParametersOf<A> {
  const read = agent.parameters.safeParse(given);
  if (read.success) return read.data as ParametersOf<A>;
  const issue = read.error.issues[0];
  const name = String(issue?.path[0] ?? issue?.code);
  const schema = agent.parameters.shape[name];
  const expects = schema && z.globalRegistry.get(schema)?.expects;
  throw new UserError(
    'parameter.invalid',
    typeof expects === 'string'
      ? `with.${name} must be ${expects}, not ${JSON.stringify(given[name])}`
      : `with.${[...(issue?.path ?? [])].join('.')}: ${issue?.message ?? 'wrong'}`,
    { cause: read.error },
  );
}

function ignoredBy(parameters: object): readonly string[] {
  return 'ignore' in parameters && Array.isArray(parameters.ignore) ? parameters.ignore : [];
}

/** The workspace an agent works on: `DODECA_WORKSPACE`, or the current folder where it is started by hand. */
function workspaceFolder(): string {
  const folder = process.env.DODECA_WORKSPACE;
  return folder === undefined || folder === '' ? process.cwd() : folder;
}
