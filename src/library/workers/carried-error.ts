import { errorCode, errorMessage, isUserError, UserError } from '../../common/errors.ts';
import type { CarriedError } from './worker-messages.ts';

/** Makes an error ready to cross to another thread. */
export function carryError(error: unknown): CarriedError {
  return {
    code: isUserError(error) ? (errorCode(error) ?? null) : null,
    message: errorMessage(error),
    stack: error instanceof Error ? (error.stack ?? null) : null,
  };
}

/** The error as it was thrown in the other thread. */
export function arrivedError({ code, message, stack }: CarriedError): Error {
  if (code !== null) return new UserError(code, message);
  const error = new Error(message);
  if (stack !== null) error.stack = stack;
  return error;
}
