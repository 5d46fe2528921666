import {
  accessSync,
  closeSync,
  constants,
  type Dirent,
  existsSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  type Stats,
} from 'node:fs';
import { join } from 'node:path';
import { errorCode, errorMessage, UserError } from '../common/errors.ts';
import { formatBytes } from '../common/text.ts';
import { IgnoreRules, ignoreFileNames } from './ignore-rules.ts';

/** A file of the workspace. */
export interface ScannedFile {
  readonly kind: 'file';
  /** Relative to the root, with `/`. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Last change of what is in it, milliseconds since the epoch. */
  readonly mtimeMs: number;
  /** Last change of any kind, milliseconds since the epoch; nobody can set it back. */
  readonly ctimeMs: number;
}

/** Why something in the workspace is left out. */
export type SkipReason =
  /** By an ignore file. */
  | 'ignored'
  /** Never looked at: version control, our own state, installed packages, caches, virtual environments. */
  | 'not-source'
  /** Never followed: it may be a loop, leave the workspace, or name a file twice. */
  | 'symbolic-link'
  /** A socket, pipe or device. */
  | 'not-a-file'
  | 'unreadable'
  | 'too-large'
  | 'binary';

/** A file or a whole folder that is left out. */
export interface SkippedPath {
  readonly kind: 'skipped';
  /** Relative to the root, with `/`; that of a folder ends with `/`. */
  readonly path: string;
  readonly reason: SkipReason;
  /** What the system said, or how large it is; empty where the reason says all. */
  readonly detail: string;
}

export interface ScanOptions {
  /** Files with more bytes are skipped. Default: no limit. */
  readonly maxFileBytes?: number;
  /** Files that hold a NUL byte in their first 8,000 bytes are skipped, as git does it. Default: they are kept. */
  readonly skipBinary?: boolean;
  /** Says of a path (that of a folder ends with `/`) whether it is left out, as if by an ignore file; no file can take it back. */
  readonly exclude?: (path: string) => boolean;
  /** Called before a folder is read, with its path: empty, or ending with `/`. */
  readonly onFolder?: (path: string) => void;
}

const neverSource: ReadonlySet<string> = new Set([
  '.git',
  '.dodeca',
  'node_modules',
  '__pycache__',
  '.venv',
  'venv',
]);

/** Whether a path leads through, or to, something that is never looked at; that of a folder ends with `/`. */
export function isNeverSource(path: string): boolean {
  const names = path.split('/');
  const last = names.pop();
  return last === '.git' || names.some((name) => neverSource.has(name));
}

/** What lies in every virtual environment of Python. */
const environmentMark = 'pyvenv.cfg';

type EntryKind = 'folder' | 'file' | 'link' | 'other';

interface Pending {
  /** Relative to the root; that of a folder ends with `/`, that of the root itself is empty. */
  readonly path: string;
  readonly name: string;
  readonly kind: EntryKind;
  /** Of the folders above it. */
  readonly rules: IgnoreRules;
}

/**
 * Walks a workspace: every file and everything that is left out, folders depth first, entries by name in code unit
 * order, so that the same tree always gives the same sequence. Throws the UserError `scan.unreadable` where the root
 * itself cannot be read.
 */
export function* scan(root: string, options: ScanOptions = {}): Generator<ScannedFile | SkippedPath> {
  const top = readableRoot(root);
  yield* walk(top, { path: '', name: '', kind: 'folder', rules: IgnoreRules.above(top) }, options);
}

/**
 * What a scan finds at a path (relative to the root, with `/`, none at its end) and below it; nothing where nothing is
 * there, the folder that is left out where the path leads through one. Throws the UserError `scan.unreadable` where the
 * root itself cannot be read.
 */
export function* scanAt(
  root: string,
  path: string,
  options: ScanOptions = {},
): Generator<ScannedFile | SkippedPath> {
  const top = readableRoot(root);
  let rules = IgnoreRules.above(top);
  let folder = '';
  for (const name of path.split('/')) {
    const within = enter(top, folder, rules);
    if (!(within instanceof IgnoreRules)) return yield within;
    rules = within;
    const entry = entryAt(top, folder + name, rules);
    if (entry === null) return;
    if (folder + name === path) return yield* walk(top, entry, options);
    if (entry.kind !== 'folder') return;
    const left = leftOut(entry, options);
    if (left !== null) return yield left;
    folder = entry.path;
  }
}

function* walk(top: string, start: Pending, options: ScanOptions): Generator<ScannedFile | SkippedPath> {
  const pending = [start];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const left = leftOut(next, options);
    if (left !== null) yield left;
    else if (next.kind === 'file') yield look(top, next.path, options);
    else {
      options.onFolder?.(next.path);
      const entries = readFolder(top, next.path, next.rules);
      if (Array.isArray(entries))
        for (let at = entries.length - 1; at >= 0; at--) pending.push(entries[at] as Pending);
      else yield entries;
    }
  }
}

/** Why something is left out that need not be looked into for that; null where it is not. */
function leftOut({ path, name, kind, rules }: Pending, options: ScanOptions): SkippedPath | null {
  if (neverSource.has(name) && (kind === 'folder' || name === '.git')) return skipped(path, 'not-source');
  if (path !== '' && (rules.ignores(path) || options.exclude?.(path))) return skipped(path, 'ignored');
  if (kind === 'link') return skipped(path, 'symbolic-link');
  return kind === 'other' ? skipped(path, 'not-a-file') : null;
}

/** What is at a path; null where nothing is, or nothing can be reached. */
function entryAt(top: string, path: string, rules: IgnoreRules): Pending | null {
  const absolute = join(top, path);
  try {
    const stats = lstatSync(absolute, { throwIfNoEntry: false });
    if (stats === undefined) return null;
    const kind = kindOf(stats, absolute);
    const name = path.slice(path.lastIndexOf('/') + 1);
    return { path: kind === 'folder' ? `${path}/` : path, name, kind, rules };
  } catch {
    return null;
  }
}

/** The rules within a folder; or that it is skipped. */
function enter(top: string, path: string, above: IgnoreRules): IgnoreRules | SkippedPath {
  if (path !== '' && existsSync(join(top, path, environmentMark))) return virtualEnvironment(path);
  return above.within(path, (file) => readIgnoreFile(join(top, path, file)));
}

function readableRoot(root: string): string {
  try {
    const top = realpathSync(root);
    readdirSync(top);
    return top;
  } catch (error) {
    throw new UserError('scan.unreadable', `the folder ${root} cannot be read: ${errorMessage(error)}`, {
      cause: error,
    });
  }
}

/** What a folder holds, in order; or that it is skipped. */
function readFolder(top: string, path: string, above: IgnoreRules): Pending[] | SkippedPath {
  let entries: Dirent[];
  try {
    entries = readdirSync(join(top, path), { withFileTypes: true });
  } catch (error) {
    return unreadable(path, error);
  }
  const names = new Set(entries.map((entry) => entry.name));
  if (path !== '' && names.has(environmentMark)) return virtualEnvironment(path);
  const rules = ignoreFileNames.some((name) => names.has(name))
    ? above.within(path, (file) => (names.has(file) ? readIgnoreFile(join(top, path, file)) : undefined))
    : above;
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((entry) => {
      const kind = kindOf(entry, join(top, path, entry.name));
      return { path: path + entry.name + (kind === 'folder' ? '/' : ''), name: entry.name, kind, rules };
    });
}

function virtualEnvironment(path: string): SkippedPath {
  return skipped(path, 'not-source', 'a virtual environment');
}

function kindOf(entry: Dirent | Stats, path: string): EntryKind {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  if (entry.isSymbolicLink()) return 'link';
  // Some file systems do not tell the kind along with the name.
  const told = entry.isFIFO() || entry.isSocket() || entry.isBlockDevice() || entry.isCharacterDevice();
  if (told || !('name' in entry)) return 'other';
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats === undefined ? 'other' : kindOf(stats, path);
}

/** An ignore file that cannot be read ignores nothing, as for git. */
function readIgnoreFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function look(top: string, path: string, options: ScanOptions): ScannedFile | SkippedPath {
  const absolute = join(top, path);
  try {
    const { size, mtimeMs, ctimeMs } = lstatSync(absolute);
    if (size > (options.maxFileBytes ?? Number.POSITIVE_INFINITY))
      return skipped(path, 'too-large', formatBytes(size));
    if (options.skipBinary !== true) accessSync(absolute, constants.R_OK);
    else if (size > 0 && holdsNul(absolute)) return skipped(path, 'binary');
    return { kind: 'file', path, size, mtimeMs, ctimeMs };
  } catch (error) {
    return unreadable(path, error);
  }
}

/** How many bytes of a file tell whether it is binary. */
const headBytes = 8000;

/** Git's rule for what is binary, by the beginning of a file; UTF-16, which begins with a byte order mark, is text. */
export function isBinary(bytes: Buffer): boolean {
  const utf16 = bytes.length >= 2 && (bytes.readUInt16BE(0) === 0xfeff || bytes.readUInt16BE(0) === 0xfffe);
  return !utf16 && bytes.subarray(0, headBytes).includes(0);
}

function holdsNul(path: string): boolean {
  const head = Buffer.allocUnsafe(headBytes);
  const file = openSync(path, 'r');
  try {
    return isBinary(head.subarray(0, readSync(file, head, 0, head.length, 0)));
  } finally {
    closeSync(file);
  }
}

function unreadable(path: string, error: unknown): SkippedPath {
  return skipped(path, 'unreadable', errorCode(error) ?? errorMessage(error));
}

function skipped(path: string, reason: SkipReason, detail = ''): SkippedPath {
  return { kind: 'skipped', path, reason, detail };
}
