import {
  accessSync,
  closeSync,
  constants,
  type Dirent,
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
  /** Last change, milliseconds since the epoch. */
  readonly mtimeMs: number;
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
}

const neverSource: ReadonlySet<string> = new Set([
  '.git',
  '.dodeca',
  'node_modules',
  '__pycache__',
  '.venv',
  'venv',
]);

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
  const pending: Pending[] = [{ path: '', name: '', kind: 'folder', rules: IgnoreRules.above(top) }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { path, kind, rules } = next;
    if (neverSource.has(next.name) && (kind === 'folder' || next.name === '.git')) {
      yield skipped(path, 'not-source');
    } else if (path !== '' && rules.ignores(path)) yield skipped(path, 'ignored');
    else if (kind === 'link') yield skipped(path, 'symbolic-link');
    else if (kind === 'other') yield skipped(path, 'not-a-file');
    else if (kind === 'file') yield look(top, path, options);
    else {
      const entries = readFolder(top, path, rules);
      if (Array.isArray(entries))
        for (let at = entries.length - 1; at >= 0; at--) pending.push(entries[at] as Pending);
      else yield entries;
    }
  }
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
  if (path !== '' && names.has('pyvenv.cfg')) return skipped(path, 'not-source', 'a virtual environment');
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
    const { size, mtimeMs } = lstatSync(absolute);
    if (size > (options.maxFileBytes ?? Number.POSITIVE_INFINITY))
      return skipped(path, 'too-large', formatBytes(size));
    if (options.skipBinary !== true) accessSync(absolute, constants.R_OK);
    else if (size > 0 && holdsNul(absolute)) return skipped(path, 'binary');
    return { kind: 'file', path, size, mtimeMs };
  } catch (error) {
    return unreadable(path, error);
  }
}

/** Git's rule for what is binary; UTF-16, which begins with a byte order mark, is text. */
function holdsNul(path: string): boolean {
  const head = Buffer.allocUnsafe(8000);
  const file = openSync(path, 'r');
  try {
    const bytes = head.subarray(0, readSync(file, head, 0, head.length, 0));
    const utf16 = bytes.length >= 2 && (bytes.readUInt16BE(0) === 0xfeff || bytes.readUInt16BE(0) === 0xfffe);
    return !utf16 && bytes.includes(0);
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
