/**
 * An error that is the user's or the machine's, told in one message, never as a stack trace.
 * Recognised by `code`, never by `instanceof`: bundles have classes of their own.
 */
export class UserError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UserError';
    this.code = code;
  }
}

/** The `code` of an error from Node or of ours; undefined where there is none. */
export function errorCode(error: unknown): string | undefined {
  return error !== null && typeof error === 'object' && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}

export function isUserError(error: unknown): error is UserError {
  return error instanceof Error && error.name === 'UserError' && errorCode(error) !== undefined;
}

/** What an error says, whatever was thrown. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
