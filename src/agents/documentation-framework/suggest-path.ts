import { posix } from 'node:path';
import { editDistance } from '../../common/nearest.ts';
import type { WorkspaceTree } from './workspace-tree.ts';

/** Names that stand in many folders, so that the only other one says nothing. */
const commonName =
  /^(readme|index|licen[cs]e|changelog|contributing|package|main|__init__|config|types?|utils?|tests?|docs?|src|lib|examples?|images?|img|assets|scripts)\b/i;

/**
 * What a path that does not exist most likely means; null where that is not clear.
 *
 * @param path as it resolves, relative to the workspace
 * @param written as it stands in the document: it may be meant from the top of the workspace
 */
export function suggestPath(tree: WorkspaceTree, path: string, written: string): string | null {
  const fromTop = posix.normalize(written.replace(/^[./\\]+/, '')).replace(/\/$/, '');
  if (fromTop !== path && fromTop.includes('/') && !fromTop.startsWith('..') && tree.exists(fromTop))
    return fromTop;
  const name = posix.basename(path);
  const folder = posix.dirname(path) === '.' ? '' : posix.dirname(path);
  const near = nearName(name, tree.namesIn(folder));
  if (near !== null) return folder === '' ? near : `${folder}/${near}`;
  if (commonName.test(name)) return null;
  const [only, ...others] = tree.named(name);
  if (only === undefined || others.length > 0) return null;
  // A file that was moved has kept a part of its way; one that shares nothing but its name is another.
  const way = new Set(folder.split('/'));
  const related =
    folder === '' || name.length >= 16 || only.split('/').some((part) => part !== '' && way.has(part));
  return related ? only.replace(/\/$/, '') : null;
}

/** The one name that differs in case, in its extension's spelling or by at most two edits. */
function nearName(name: string, names: Iterable<string>): string | null {
  const lower = name.toLowerCase();
  const extension = posix.extname(lower);
  const stem = lower.slice(0, lower.length - extension.length);
  let found: string[] = [];
  let least = Math.min(2, Math.floor(stem.length / 4)) + 0.5;
  for (const candidate of names) {
    if (Math.abs(candidate.length - name.length) > 2) continue;
    const other = candidate.toLowerCase();
    // Numbers tell neighbours apart: chapter-1, chapter-2.
    if (other !== lower && other.replace(/\D/g, '') !== lower.replace(/\D/g, '')) continue;
    const distance = other === lower ? 0 : editDistance(lower, other);
    if (distance < least) {
      least = distance;
      found = [candidate];
    } else if (distance === least) found.push(candidate);
  }
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** A path as a link in a document writes it. */
export function relativeUrl(document: string, path: string): string {
  const relative = posix.relative(posix.dirname(document), path) || '.';
  return encodeURI(relative).replace(/[()#?]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
}
