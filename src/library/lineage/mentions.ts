import { posix } from 'node:path';
import type { Database } from '../../sqlite/database.ts';
import { folderOf } from './folder-of.ts';
import type { ScriptProjects } from './script-projects.ts';

/** Where a name of a script is mapped to: whoever imports what begins so may mean a file whose name has this stem. */
interface Alias {
  readonly before: string;
  readonly stem: string;
}

/**
 * The ids of files whose links may lead elsewhere because a file came to a path or left it: at least those. They are
 * those that mention its name, and those for which something else stands for its name.
 */
export function mentionsOf(db: Database, path: string, projects: () => ScriptProjects): Set<number> {
  const ids = new Set<number>();
  const name = posix.basename(path);
  const isIndex = /^(?:index|__init__)\./.test(name);
  const words = [stemOf(path), ...(isIndex ? [stemOf(folderOf(path).slice(0, -1))] : [])].filter(Boolean);
  // What is written with percent signs or dots alone mentions no name.
  const rows = db
    .prepare<{ file: number; target: string; isOther: number }>(
      `SELECT file, target, ${otherwise} AS isOther FROM links
       WHERE instr(target, ?2) > 0 OR instr(target, ?3) > 0 OR ${otherwise}`,
    )
    .all(isIndex ? 1 : 0, words[0] ?? '', words.at(-1) ?? '');
  for (const { file, target, isOther } of rows) {
    if (!ids.has(file) && (isOther === 1 || words.some((word) => hasWord(target, word)))) ids.add(file);
  }
  if (/^__init__\.pyi?$/.test(name)) {
    // What is below a package sees other modules than what is below a folder.
    const below = folderOf(path);
    const scripts = db.prepare<{ id: number }>(
      `SELECT id FROM files WHERE kind IN ('python', 'notebook') AND substr(path, 1, ?1) = ?2`,
    );
    for (const { id } of scripts.all(below.length, below)) ids.add(id);
  }
  if (isScript.test(path)) {
    const stem = stemOf(path);
    const meant = aliases(projects()).filter((alias) => isIndex || alias.stem === stem);
    for (const before of new Set(meant.map((alias) => alias.before))) {
      const importing = db.prepare<{ file: number }>(
        `SELECT file FROM links WHERE kind = 'import' AND substr(target, 1, ?1) = ?2`,
      );
      for (const { file } of importing.all(before.length, before)) ids.add(file);
    }
  }
  return ids;
}

const otherwise = "((kind <> 'import' AND instr(target, '%') > 0) OR (?1 AND target NOT GLOB '*[^./]*'))";
const isScript = /\.(?:[cm]?[jt]sx?|json)$/;

/** A name up to its first dot; `.env` has none but its last. */
function stemOf(path: string): string {
  const name = posix.basename(path);
  return name.split('.', 1)[0] || name;
}

/** Whether a text has a word that is not a part of another one. */
function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    if (!isWordSign(text.charCodeAt(at - 1)) && !isWordSign(text.charCodeAt(at + word.length))) return true;
  }
  return false;
}

/** ASCII letters, digits and `_`; other signs end words, so that too much is found rather than too little. */
function isWordSign(code: number): boolean {
  return (
    (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95
  );
}

function aliases({ packages, maps }: ScriptProjects): Alias[] {
  const found: Alias[] = [];
  for (const [name, { entries }] of packages)
    for (const entry of [...entries, 'index']) found.push({ before: name, stem: stemOf(entry) });
  for (const { paths } of maps.values())
    for (const { before, targets } of paths)
      for (const target of targets)
        if (!posix.basename(target).includes('*')) found.push({ before, stem: stemOf(target) });
  return found;
}
