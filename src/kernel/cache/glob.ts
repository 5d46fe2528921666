import fs from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { glob } from 'tinyglobby';
import { isInside, outsideWorkspace } from './workspace-path.ts';

/** A file found by a pattern. */
export interface FoundFile {
  /** Relative to the workspace, with `/`. */
  readonly path: string;
  readonly absolute: string;
}

const always = ['!**/.git/**', '!.dodeca/**'];

/**
 * The files that glob patterns match (`!pattern` takes away), sorted by path, each once. Symbolic links are followed
 * within the workspace; a pattern or a link that leads out of it is refused. Never reads Dodeca's or git's own folder.
 */
export async function findFiles(workspace: string, patterns: readonly string[]): Promise<FoundFile[]> {
  if (patterns.length === 0) return [];
  for (const pattern of patterns) {
    const plain = pattern.replace(/^!/, '');
    if (isAbsolute(plain) || plain.split(/[\\/]/).includes('..')) throw outsideWorkspace(pattern);
  }
  const root = fs.realpathSync(workspace);
  const linksOut = new Set<string>();
  const paths = await glob([...patterns, ...always], {
    cwd: root,
    expandDirectories: false,
    onlyFiles: true,
    fs: linksOutAsFiles(root, linksOut),
  });
  for (const link of linksOut) {
    const path = relative(root, link).split(sep).join('/');
    if (paths.includes(path) || (isFolder(link) && patterns.some((pattern) => reachesBelow(pattern, path)))) {
      throw outsideWorkspace(path);
    }
  }
  const folders = new Map<string, boolean>();
  const found = [...new Set(paths)].sort().map((path) => ({ path, absolute: join(root, path) }));
  for (const { path, absolute } of found) {
    // A pattern may name a linked folder itself; then the walk begins behind the link.
    const folder = dirname(absolute);
    let inside = folders.get(folder);
    if (inside === undefined) {
      inside = isInside(root, fs.realpathSync(folder));
      folders.set(folder, inside);
    }
    if (!inside) throw outsideWorkspace(path);
  }
  return found;
}

type Realpath = (path: string, done: (error: Error | null, path: string) => void) => void;
type Stat = (path: string, done: (error: Error | null, stats: fs.Stats) => void) => void;

/** The file system for the walk: a link that leads out looks like a file, so that nothing behind it is ever read. */
function linksOutAsFiles(root: string, linksOut: Set<string>): typeof fs {
  const realpath: Realpath = (link, done) => {
    fs.realpath(link, (error, path) => {
      if (error || isInside(root, path)) return done(error, path);
      linksOut.add(link);
      done(null, link);
    });
  };
  const stat: Stat = (path, done) => (linksOut.has(path) ? fs.lstat(path, done) : fs.stat(path, done));
  return { ...fs, realpath: realpath as typeof fs.realpath, stat: stat as typeof fs.stat };
}

function isFolder(path: string): boolean {
  return fs.statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Whether a pattern may match something below a linked folder. */
function reachesBelow(pattern: string, folder: string): boolean {
  if (pattern.startsWith('!')) return false;
  const hidden = folder.split('/').some((part) => part.startsWith('.'));
  if (hidden && !/(^|\/)\./.test(pattern)) return false;
  return pattern.includes('**') || pattern.split('/').length > folder.split('/').length;
}
