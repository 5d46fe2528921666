import type * as z from 'zod';

export type Severity = 'error' | 'warning' | 'info';

/** A rule by which an agent judges. */
export interface Rule {
  /** What its findings are unless one of them says otherwise. */
  readonly severity: Severity;
  /** What is wrong where it is broken, in a few words for the reference: `a link to a file that does not exist`. */
  readonly meaning: string;
}

/** What an agent adds to the health of a workspace. */
export interface HealthPart {
  /** The name of the part: `tests`. */
  readonly part: string;
  /** How much it counts beside the other parts. */
  readonly weight: number;
  /** The formula of its score, 0 to 100. */
  readonly formula: string;
}

/**
 * An agent that is part of the program, as everybody knows it: the definition checks and completes its parameters,
 * the agent reads them, the reference lists them. The agent itself is the program in `src/agents/`.
 */
export interface BuiltinAgent<
  P extends z.ZodObject = z.ZodObject,
  R extends Readonly<Record<string, Rule>> = Readonly<Record<string, Rule>>,
  F extends Readonly<Record<string, string>> = Readonly<Record<string, string>>,
> {
  /** The name under which it exists without being declared. */
  readonly name: string;
  readonly description: string;
  /** What `with:` may say. Reading what was read once already changes nothing, so that both sides may read it. */
  readonly parameters: P;
  /** By the names that its findings give. */
  readonly rules: R;
  /** What it tells as metrics and outputs, and what each means, with its unit. */
  readonly figures: F;
  /** Null where it judges nothing. */
  readonly health: HealthPart | null;
}

/** What a rule of an agent is called. */
export type RuleOf<A extends BuiltinAgent> = keyof A['rules'] & string;

/** What a figure of an agent is called. */
export type FigureOf<A extends BuiltinAgent> = keyof A['figures'] & string;

/** What an agent is given, defaults filled in. */
export type ParametersOf<A extends BuiltinAgent> = z.output<A['parameters']>;

/** Says of an agent what is known of it, and keeps the names of its parameters, rules and figures as types. */
export function builtinAgent<
  P extends z.ZodObject,
  const R extends Readonly<Record<string, Rule>>,
  const F extends Readonly<Record<string, string>>,
>(agent: BuiltinAgent<P, R, F>): BuiltinAgent<P, R, F> {
  return agent;
}
