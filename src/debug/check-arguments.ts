import type * as z from 'zod';
import { UserError } from '../common/errors.ts';

/** Reads the arguments of a request. Throws a `UserError` that names the request, the argument and what it must be. */
export function checkArguments<T>(request: string, schema: z.ZodType<T>, args: unknown): T {
  const read = schema.safeParse(args ?? {});
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const path = (issue?.path ?? []).map((step, index) =>
    typeof step === 'number' ? `[${step}]` : index === 0 ? String(step) : `.${String(step)}`,
  );
  const what = path.length === 0 ? 'its arguments' : `\`${path.join('')}\``;
  throw new UserError('bad-arguments', `${request}: ${what} ${demandOf(issue)}`);
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

function demandOf(issue: z.core.$ZodIssue | undefined): string {
  switch (issue?.code) {
    case 'invalid_type':
      return issue.message.endsWith('received undefined')
        ? 'is missing'
        : `must be ${kinds[issue.expected] ?? issue.expected}`;
    case 'too_small':
      return issue.origin === 'string' ? 'is empty' : `must be ${issue.minimum} at least`;
    case 'too_big':
      return issue.origin === 'string' ? 'is too long' : `must be ${issue.maximum} at most`;
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`;
    default:
      return issue === undefined ? 'are wrong' : `is wrong: ${issue.message}`;
  }
}
