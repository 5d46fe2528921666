import { posix } from 'node:path';
import type { DocumentKind, DocumentLink } from '../document.ts';
import type { FileSet } from './file-set.ts';
import { folderAround, folderOf } from './folder-of.ts';
import { linkTarget } from './link-target.ts';
import { readPythonImport } from './python-import.ts';
import { standardModules } from './python-standard-modules.ts';
import { JavaScriptResolver } from './resolve-javascript.ts';
import { PythonResolver } from './resolve-python.ts';
import type { ScriptProjects } from './script-projects.ts';

/** A document that refers to others. */
export interface Referrer {
  readonly path: string;
  readonly kind: DocumentKind;
  readonly language: string | null;
}

/** Where a site keeps what it serves from its root. */
const servedFolders = ['', 'public/', 'static/'];
/** Where a project keeps the headers that it includes by their names alone. */
const includeFolders = ['', 'include/', 'src/'];
/** Files of which nearly every folder has one: named without a folder they are one of many, or none at all. */
const everywhere =
  /^(?:package(?:-lock)?\.json|[jt]sconfig\.json|index\.\w+|main\.\w+|__init__\.py|setup\.(?:py|cfg)|readme\.\w+|pyproject\.toml|requirements\.txt|test\.\w+)$/i;
/** Files that a link may lead to without saying the end of their names, as sites have it. */
const documentEndings = ['.md', '.mdx', '.html', '.rst', '.ipynb'];

/**
 * Finds the files of a workspace that a document imports, links to or names. What is found is always one of the files
 * it was given; which one does not depend on their order.
 */
export class ReferenceResolver {
  readonly #files: FileSet;
  readonly #projects: () => ScriptProjects;
  #python: PythonResolver | null = null;
  #script: JavaScriptResolver | null = null;

  /**
   * @param files do not change while it is used
   * @param projects is asked for when the first script imports something
   */
  constructor(files: FileSet, projects: () => ScriptProjects) {
    this.#files = files;
    this.#projects = projects;
  }

  /** The files that a link of a document leads to, without the document itself; none where it leads out of the workspace. */
  resolve(from: Referrer, { kind, target }: Pick<DocumentLink, 'kind' | 'target'>): readonly string[] {
    const found = this.#find(from, kind, target);
    return found.includes(from.path) ? found.filter((path) => path !== from.path) : found;
  }

  #find(from: Referrer, kind: DocumentLink['kind'], target: string): readonly string[] {
    const isProse = from.kind === 'markdown' || from.kind === 'text';
    if (kind === 'link' || (kind === 'file' && isProse)) return one(this.#linked(from.path, target));
    if (kind === 'file') {
      // Pictures in the text of a notebook are links.
      const linked = from.kind === 'notebook' ? this.#linked(from.path, target) : null;
      return one(linked ?? this.#named(from.path, target));
    }
    switch (from.kind) {
      case 'python':
      case 'notebook':
        this.#python ??= new PythonResolver(this.#files, standardModules);
        return this.#python.resolve(from.path, readPythonImport(target));
      case 'script':
        this.#script ??= new JavaScriptResolver(this.#files, this.#projects());
        return one(this.#script.resolve(from.path, target));
      default:
        return one(this.#included(from.path, target));
    }
  }

  #linked(from: string, written: string): string | null {
    const target = linkTarget(from, written);
    if (target.kind !== 'place' || target.same || target.path === '') return null;
    const own = this.#document(target.path);
    if (own !== null || !target.absolute) return own;
    for (const folder of foldersFrom(from)) {
      for (const served of servedFolders) {
        const found = this.#document(folder + served + target.path);
        if (found !== null) return found;
      }
    }
    return null;
  }

  #document(path: string): string | null {
    if (this.#files.has(path)) return path;
    if (/\.[a-z][a-z\d]{0,5}$/i.test(path)) return null;
    const ending = documentEndings.find((one) => this.#files.has(path + one));
    return ending === undefined ? null : path + ending;
  }

  /** A path that a program names counts from where it is started: from its own folder, or from one around it. */
  #named(from: string, written: string): string | null {
    const path = written.replace(/^\/+/, '');
    const isBare = !path.includes('/');
    if (isBare && everywhere.test(path)) return this.#inside(folderOf(from), path);
    for (const folder of isBare ? [folderOf(from), ''] : foldersFrom(from)) {
      const found = this.#inside(folder, path);
      if (found !== null) return found;
    }
    return null;
  }

  /** What shell and languages without a resolver of their own read in by its path. */
  #included(from: string, written: string): string | null {
    if (!/[./]/.test(written) || written.startsWith('/')) return null;
    const own = this.#inside(folderOf(from), written);
    if (own !== null) return own;
    for (const folder of foldersFrom(from)) {
      for (const included of includeFolders) {
        const found = this.#inside(folder + included, written);
        if (found !== null) return found;
      }
    }
    return null;
  }

  #inside(folder: string, written: string): string | null {
    const path = posix.join(folder, written);
    return this.#files.has(path) ? path : null;
  }
}

/** The folder of a file and those around it, from the inside out. */
function foldersFrom(path: string): string[] {
  const folders: string[] = [];
  for (let at: string | null = folderOf(path); at !== null; at = folderAround(at)) folders.push(at);
  return folders;
}

function one(path: string | null): readonly string[] {
  return path === null ? [] : [path];
}
