import { Environment } from '@marcbachmann/cel-js';

/** What an expression may speak of. */
export const expressionVariables = ['params', 'inputs', 'outputs', 'metrics', 'status', 'attempt'] as const;

type Arithmetic = (left: number, right: number) => number;

// Values that come from JSON are doubles, numbers written in an expression are integers: CEL itself adds only like
// to like, and nobody who writes `outputs.a.n + 1` thinks of that.
const arithmetic: Readonly<Record<string, Arithmetic>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
};

/** The expression language with the variables of a run, and with arithmetic between whole and other numbers. */
export function expressionEnvironment(): Environment {
  const environment = new Environment({
    homogeneousAggregateLiterals: false,
    enableOptionalTypes: true,
    limits: { maxAstNodes: 10_000, maxDepth: 200 },
  });
  for (const name of expressionVariables) {
    environment.registerVariable(name, name === 'attempt' ? 'int' : 'map<string, dyn>');
  }
  for (const [operator, compute] of Object.entries(arithmetic)) {
    const mixed = (left: number | bigint, right: number | bigint) => compute(Number(left), Number(right));
    environment.registerOperator(`double ${operator} int`, mixed);
    environment.registerOperator(`int ${operator} double`, mixed);
  }
  environment.registerOperator('double % double', (left: number, right: number) => left % right);
  // The other three follow from this one.
  environment.registerOperator('double == int', (left: number, right: bigint) => left === Number(right));
  return environment;
}
