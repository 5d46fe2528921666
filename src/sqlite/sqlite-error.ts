import { errorCode, errorMessage, UserError } from '../common/errors.ts';

/** What a database is called in messages and error codes, and where it lies. */
export interface DatabaseName {
  /** One word, such as `journal`; it begins the error codes: `journal-locked`. */
  readonly name: string;
  readonly path: string;
}

/** What went wrong, in the words of the error codes: `<name>-<trouble>`. */
export type DatabaseTrouble =
  | 'locked'
  | 'full'
  | 'read-only'
  | 'damaged'
  | 'unreachable'
  | 'newer'
  | 'foreign';

// Primary result codes, https://www.sqlite.org/rescode.html
const troubles: ReadonlyMap<number, DatabaseTrouble> = new Map<number, DatabaseTrouble>([
  [5, 'locked'],
  [6, 'locked'],
  [8, 'read-only'],
  [10, 'unreachable'],
  [11, 'damaged'],
  [13, 'full'],
  [14, 'unreachable'],
  [26, 'damaged'],
]);

const fileTroubles: ReadonlyMap<string, DatabaseTrouble> = new Map<string, DatabaseTrouble>([
  ['ENOSPC', 'full'],
  ['EDQUOT', 'full'],
  ['EROFS', 'read-only'],
  ['EACCES', 'unreachable'],
  ['EPERM', 'unreachable'],
  ['ENOTDIR', 'unreachable'],
  ['EISDIR', 'unreachable'],
  ['EIO', 'unreachable'],
]);

/** What kind of trouble an error of SQLite or of the file system tells of; undefined for any other error. */
export function troubleOf(error: unknown): DatabaseTrouble | undefined {
  const code = errorCode(error);
  if (code !== 'ERR_SQLITE_ERROR') return code === undefined ? undefined : fileTroubles.get(code);
  const result =
    error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : 0;
  return troubles.get(result & 0xff);
}

/** The error to throw on: a `UserError` that says what to do where the machine or the file is at fault, else the error itself. */
export function databaseError(error: unknown, { name, path }: DatabaseName): unknown {
  const trouble = troubleOf(error);
  if (!trouble) return error;
  return new UserError(`${name}-${trouble}`, sentence(trouble, name, path, errorMessage(error)), {
    cause: error,
  });
}

function sentence(trouble: DatabaseTrouble, name: string, path: string, detail: string): string {
  switch (trouble) {
    case 'locked':
      return `The ${name} ${path} is locked by another process. Close whatever has it open, then try again.`;
    case 'full':
      return `There is no room left to write the ${name} ${path}. Free some space on that disk, then try again.`;
    case 'read-only':
      return `The ${name} ${path} cannot be written: it is read-only. Allow writing to the file and to its folder.`;
    case 'damaged':
      return `The ${name} ${path} is damaged (${detail}).`;
    default:
      return `The ${name} ${path} cannot be opened or read (${detail}). Check that its folder exists and that you may write there.`;
  }
}
