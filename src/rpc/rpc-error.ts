import { ErrorCodes, ResponseError } from 'vscode-jsonrpc/node';
import * as z from 'zod';
import { errorMessage, isUserError, UserError } from '../common/errors.ts';
import type { Problem } from '../model/problem.ts';
import { problemSchema } from './report-schemas.ts';

/** The JSON-RPC code of a `UserError`; its own code and message are in `data`. */
export const userErrorCode = 1;

const errorDataSchema = z.object({
  code: z.string(),
  message: z.string(),
  problems: z.array(problemSchema).optional(),
});

/** A `UserError` that names what is wrong in files. */
export interface ProblemsError extends UserError {
  readonly problems: readonly Problem[];
}

/** Makes an error that carries problems across the wire. */
export function problemsError(code: string, message: string, problems: readonly Problem[]): ProblemsError {
  return Object.assign(new UserError(code, message), { problems });
}

/** The problems that an error carries; undefined where it carries none. */
export function problemsOf(error: unknown): readonly Problem[] | undefined {
  if (!isUserError(error) || !('problems' in error)) return undefined;
  const parsed = z.array(problemSchema).safeParse(error.problems);
  return parsed.success ? parsed.data : undefined;
}

/** What a caller is told of a failure. */
export function toResponseError(error: unknown, method: string): ResponseError<unknown> {
  if (error instanceof ResponseError) return error;
  if (!isUserError(error)) {
    return new ResponseError(ErrorCodes.InternalError, `${method} failed: ${errorMessage(error)}`);
  }
  const problems = problemsOf(error);
  return new ResponseError(userErrorCode, error.message, {
    code: error.code,
    message: error.message,
    ...(problems && { problems }),
  });
}

/** What a failed call means to the caller. */
export function fromResponseError(error: unknown): UserError {
  if (isUserError(error)) return error;
  if (!(error instanceof ResponseError)) {
    return new UserError('engine-error', errorMessage(error), { cause: error });
  }
  const data = errorDataSchema.safeParse(error.data);
  if (data.success) {
    const { code, message, problems } = data.data;
    return problems ? problemsError(code, message, problems) : new UserError(code, message);
  }
  if (error.code === ErrorCodes.InvalidParams || error.code === ErrorCodes.MethodNotFound) {
    return new UserError('bad-request', error.message, { cause: error });
  }
  return new UserError(
    'engine-error',
    `The engine failed: ${error.message}. Its own log is .dodeca/engine.log.`,
    {
      cause: error,
    },
  );
}
