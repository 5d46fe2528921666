import { posix } from 'node:path';
import { isForeign } from '../../markdown/document-paths.ts';
import type { Surroundings } from './reviewed-document.ts';

/** Names that stand in many folders, so that the only other one says nothing. */
const commonName =
  /^(readme|index|licen[cs]e|changelog|contributing|package|main|__init__|config|types?|utils?|tests?|docs?|src|lib|examples?|images?|img|assets|scripts|setup|notes?|todo|summary|overview|introduction|usage|api|data|logo|screenshot)\b/i;

/**
 * Where a file is that is not at a path: in the same folder under a name that differs in case alone, or as the only one
 * of its name in another folder that has something in common with its own. Null where that is not sure.
 */
export function movedTo(path: string, around: Surroundings): string | null {
  const name = posix.basename(path);
  const folder = posix.dirname(path);
  const all = around.called(name).filter((other) => !isForeign(other));
  const beside = all.filter((other) => posix.dirname(other) === folder);
  if (beside.length > 0) return beside.length === 1 ? (beside[0] ?? null) : null;
  const [only, ...others] = all.filter((other) => posix.basename(other) === name);
  if (only === undefined || others.length > 0 || commonName.test(name)) return null;
  // A file that was moved has kept a part of its way; one that shares nothing but a short name is another.
  const way = new Set(folder.split('/'));
  const related = folder === '.' || name.length >= 12 || only.split('/').some((part) => way.has(part));
  return related ? only : null;
}
