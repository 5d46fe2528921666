import { UserError } from './errors.ts';

/** The error for a path of a file that is asked about and lies outside of the workspace. */
export function outsideWorkspace(path: string): UserError {
  return new UserError(
    'path-outside-workspace',
    `'${path}' is not in the workspace. Give a path of a file in it, relative to the workspace or absolute.`,
  );
}
