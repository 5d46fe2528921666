import { readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** Git compares names without regard to case where file systems do. */
export const ignoreCase = process.platform === 'win32' || process.platform === 'darwin';

/** The names of ignore files in one folder; what stands in a later one wins. */
export const ignoreFileNames = ['.gitignore', '.ignore'] as const;

/**
 * What `.gitignore`, `.ignore` and `.git/info/exclude` leave out, for one folder and all below it.
 *
 * The rules of a nested file are rewritten to be relative to the top of the repository and appended to those of the
 * folders above it. One list, in which the last match decides, is what git does; a list for each folder could not
 * tell that `!build/` in a nested file re-includes what is in that `build/` too.
 */
export class IgnoreRules {
  readonly #rules: Ignore;
  /** Path from the top of the repository to the scanned root: empty, or ends with `/`. */
  readonly #prefix: string;

  private constructor(rules: Ignore, prefix: string) {
    this.#rules = rules;
    this.#prefix = prefix;
  }

  /** The rules that come from outside `root` (an absolute path): `.git/info/exclude` and the folders above, up to the top of its repository. */
  static above(root: string): IgnoreRules {
    const top = repositoryTop(root);
    if (top === null) return new IgnoreRules(ignore({ ignoreCase }), '');
    const prefix = top.folder === root ? '' : `${relative(top.folder, root).split(sep).join('/')}/`;
    let rules = ignore({ ignoreCase }).add(readText(top.exclude) ?? '');
    const own = rules;
    let folder = '';
    for (const name of prefix.split('/').slice(0, -1)) {
      rules = withFiles(rules, folder, (file) => readText(join(top.folder, folder, file)));
      folder += `${name}/`;
    }
    // A workspace that lies in an ignored folder is looked at all the same: somebody opened it.
    const hidden = prefix !== '' && rules.ignores(prefix);
    return new IgnoreRules(hidden ? own : rules, hidden ? '' : prefix);
  }

  /**
   * These rules and those of the ignore files in `folder` (relative to the root, empty or ending with `/`).
   *
   * @param read gives the text of an ignore file of that folder, or undefined where there is none
   */
  within(folder: string, read: (file: string) => string | undefined): IgnoreRules {
    const rules = withFiles(this.#rules, this.#prefix + folder, read);
    return rules === this.#rules ? this : new IgnoreRules(rules, this.#prefix);
  }

  /** Whether a path relative to the root is left out; that of a folder ends with `/`. */
  ignores(path: string): boolean {
    return this.#rules.ignores(this.#prefix + path);
  }
}

function withFiles(rules: Ignore, folder: string, read: (file: string) => string | undefined): Ignore {
  let result = rules;
  for (const file of ignoreFileNames) {
    const text = read(file);
    if (text === undefined) continue;
    result = ignore({ ignoreCase }).add(result).add(rebase(text, folder));
  }
  return result;
}

/** Rewrites rules that hold in `folder` to hold at the top of the repository. */
export function rebase(text: string, folder: string): string {
  if (folder === '') return text;
  const base = `/${folder.replace(/[\\*?[\]!#\s]/g, '\\$&')}`;
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => rebaseRule(line, base))
    .join('\n');
}

function rebaseRule(line: string, base: string): string {
  if (line.trim() === '' || line.startsWith('#')) return '';
  const negative = line.startsWith('!') ? '!' : '';
  let body = line.slice(negative.length);
  if (body.startsWith('\\!') || body.startsWith('\\#')) body = body.slice(1);
  const bare = body.replace(/ +$/, '').replace(/\/$/, '');
  if (bare === '') return '';
  return bare.includes('/') ? negative + base + body.replace(/^\//, '') : `${negative}${base}**/${body}`;
}

/** The top of the git repository that holds a folder, and its file of private rules. */
function repositoryTop(start: string): { folder: string; exclude: string } | null {
  for (let folder = start; ; ) {
    const git = join(folder, '.git');
    const kind = statSync(git, { throwIfNoEntry: false });
    if (kind?.isDirectory()) return { folder, exclude: join(git, 'info', 'exclude') };
    if (kind?.isFile()) return { folder, exclude: join(commonFolder(folder, git), 'info', 'exclude') };
    const parent = dirname(folder);
    if (parent === folder) return null;
    folder = parent;
  }
}

/** Where a linked working tree or a submodule keeps what it shares (gitrepository-layout(5)). */
function commonFolder(folder: string, gitFile: string): string {
  const target = /^gitdir:\s*(.+?)\s*$/m.exec(readText(gitFile) ?? '')?.[1];
  if (target === undefined) return gitFile;
  const own = isAbsolute(target) ? target : resolve(folder, target);
  const common = readText(join(own, 'commondir'))?.trim();
  return common === undefined ? own : resolve(own, common);
}

/** The text of a small file; undefined where it is not there or cannot be read, which git treats alike. */
function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
