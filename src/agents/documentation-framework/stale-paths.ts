import { posix } from 'node:path';
import type { InlineCode } from '../../markdown/markdown-document.ts';
import type { FindingFix } from '../../model/event.ts';
import { isExample, isOfAnotherTime } from './path-classes.ts';
import { suggestPath } from './suggest-path.ts';
import type { WorkspaceTree } from './workspace-tree.ts';

export interface StaleReference {
  readonly rule: 'stale-path' | 'stale-symbol' | 'stale-parameter';
  readonly path: string;
  readonly line: number;
  readonly column?: number | undefined;
  readonly message: string;
  readonly fix?: FindingFix | undefined;
}

/** Folders that programs write. */
const output =
  /(^|\/)(dist|build|builds|out|output|outputs|target|coverage|node_modules|\.git|\.dodeca|\.cache|cache|tmp|temp|logs?|__pycache__|\.?venv|generated|results?|reports?|artifacts?|bin|obj|public|_site|site|\.[\w-]+_cache|test-results)(\/|$)/i;
const placeholder =
  /(^|[/._-])(foo|bar|baz|qux|quux|your|my|some|path|to|name|example|examples|sample|demo|dummy|placeholder|hello|world|new|old|xxx+|yyy+|nnn+|abc|xyz|acme|module[xyz]|a|b|c|x|y|z)([/._-]|$)/i;
/** A name in capitals, which stands for something, unless it is one of the names that are written so. */
const variable =
  /(^|\/)(?!README|LICEN[CS]E|CHANGELOG|CONTRIBUTING|SECURITY|AUTHORS|NOTICE|TODO)[A-Z][A-Z\d_]{2,}(\/|\.|$)/;

/** Words around a path by which it is no claim that the file is there. */
const noClaim =
  /\b(for example|for instance|e\.?g\.?|i\.e\.|such as|like|say|examples?|creat\w*|add(s|ed|ing)?|new|generat\w*|will|would|could|should|might|may|can|suppose|imagine|remov\w*|delet\w*|no longer|not|never|without|renam\w*|mov(e|ed|es|ing)|formerly|previously|used to|was|were|old|legacy|deprecat\w*|instead|output\w*|writ(e|es|ten|ing)|produc\w*|emit\w*|upload\w*|download\w*|cached?|optional\w*|if|when|your|until|plan\w*|todo|copy|copies|copied|replac\w*|install\w*|saved?|stor(e|ed|es)|named|called|another|other|imagin\w*)\b/i;
const noClaimTitle =
  /\b(examples?|tutorial|get(ting)? started|quick ?start|usage|migrat\w*|histor\w*|changelog|changes|roadmap|future|plans?|proposals?|todo|creat\w*|add(ing)?|how to|convention\w*|naming|output)\b/i;

/** Whether a document may name what is not there, by its path. */
export function makesNoClaims(document: string): boolean {
  return isOfAnotherTime(document) || isExample(document);
}

/** The pieces of code of a document that name a file or a folder of the workspace which is gone. */
export function stalePaths(
  tree: WorkspaceTree,
  document: string,
  codes: readonly InlineCode[],
): StaleReference[] {
  const found: StaleReference[] = [];
  for (const code of codes) {
    const path = pathIn(code.value);
    if (path === null || noClaim.test(code.context.replace(/`[^`]*`/g, ' '))) continue;
    if (code.titles.some((title) => noClaimTitle.test(title)) || !isGone(tree, document, path)) continue;
    const near = suggestPath(tree, path.replace(/\/$/, ''), path);
    const suggested = near === null ? null : near + (path.endsWith('/') ? '/' : '');
    const { line, column, endColumn } = code;
    const message = `${path} does not exist${suggested === null ? '' : `; did you mean ${suggested}?`}`;
    const fix =
      suggested === null || endColumn === null || code.value !== path
        ? undefined
        : {
            title: `Name ${suggested}`,
            edits: [{ line, column, end_line: line, end_column: endColumn, text: suggested }],
          };
    found.push({ rule: 'stale-path', path: document, line, column, message, fix });
  }
  return found;
}

/** The path that a piece of code is, as it would stand in the workspace; null where it is none. */
export function pathIn(code: string): string | null {
  const path = code
    .trim()
    .replace(/^\.\//, '')
    .replace(/(:\d+){1,2}$|#L\d+(-L?\d+)?$/, '');
  if (path.length > 200 || !/^[\w.@+-]+(\/[\w.@+-]+)+\/?$/.test(path) || path.startsWith('@')) return null;
  const names = path.replace(/\/$/, '').split('/');
  if (names.some((name) => name === '..' || name === '.')) return null;
  // A folder says so by its last sign, a file has an extension; anything else may be a name of another kind.
  if (!path.endsWith('/') && !/[\w-]\.[a-z][a-z\d]{0,7}$/i.test(path)) return null;
  return output.test(path) || placeholder.test(path) || variable.test(path) ? null : path;
}

/** Whether a path begins in the workspace and ends nowhere. */
function isGone(tree: WorkspaceTree, document: string, written: string): boolean {
  const path = written.replace(/\/$/, '');
  const first = path.split('/')[0] ?? '';
  let begins = false;
  for (let folder = posix.dirname(document); ; folder = posix.dirname(folder)) {
    const base = folder === '.' ? '' : `${folder}/`;
    if (tree.exists(base + path) || tree.ignores(base + path)) return false;
    if (tree.kindOf(base + first) === 'folder' && isTop(tree, base)) begins = true;
    if (base === '') break;
  }
  if (!begins || !knowsExtension(tree, written)) return false;
  const name = posix.basename(path);
  const ends = (other: string): boolean => `/${other}`.replace(/\/$/, '').endsWith(`/${path}`);
  if (tree.named(name).some(ends)) return false;
  return !compiledFrom(name).some((source) =>
    tree.named(source).some((other) => `/${other}`.endsWith(`/${path.slice(0, -name.length)}${source}`)),
  );
}

const manifest =
  /^(package\.json|pyproject\.toml|setup\.(py|cfg)|go\.mod|Cargo\.toml|pom\.xml|composer\.json)$/;

/** Whether paths are written from a folder on: the workspace, or a package in it. */
function isTop(tree: WorkspaceTree, folder: string): boolean {
  return folder === '' || [...tree.namesIn(folder.slice(0, -1))].some((name) => manifest.test(name));
}

/** What looks like an extension may be a member: `fs/promises.readFile`. */
function knowsExtension(tree: WorkspaceTree, path: string): boolean {
  return path.endsWith('/') || tree.extensions.has(posix.extname(path).toLowerCase());
}

/** The sources that imports and manifests name by what is made of them. */
function compiledFrom(name: string): string[] {
  const [, stem, extension] = /^(.+?)(\.d\.[cm]?ts|\.[cm]?jsx?)$/.exec(name) ?? [];
  if (stem === undefined || extension === undefined) return [];
  return ['.ts', '.tsx', '.mts', '.cts'].map((end) => stem + end);
}
