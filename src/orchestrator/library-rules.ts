import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from '../common/errors.ts';
import type { LibraryRules } from '../library/library-rules.ts';
import type { LibrarySettings } from '../model/definition.ts';
import { decodeText } from '../pipeline/decode-text.ts';
import { definitionFiles, loadDefinition } from '../pipeline/load-definition.ts';
import { editorExcludes, editorSettingsFile } from './editor-excludes.ts';

/** Files that say what of a workspace is indexed, relative to it. */
export const libraryRulesFiles: readonly string[] = [...definitionFiles, editorSettingsFile];

/** Settings of an editor that have more bytes are no settings. */
const mostSettingsBytes = 1024 * 1024;

/**
 * What of a workspace is indexed, by its definition and by what its editor hides. Files are read when they have
 * changed; where one is wrong, what it said before holds.
 */
export class WorkspaceLibraryRules {
  readonly #workspace: string;
  #stamp: string | null = null;
  #settings: LibrarySettings | null = null;
  #file: string | null = null;
  #hidden: readonly string[] = [];

  constructor(workspace: string) {
    this.#workspace = workspace;
  }

  /** The rules as they are now. */
  read(): LibraryRules {
    const stamp = libraryRulesFiles.map((file) => stampOf(join(this.#workspace, file))).join('\n');
    if (stamp !== this.#stamp) {
      this.#readDefinition();
      this.#hidden = readHidden(join(this.#workspace, editorSettingsFile)) ?? this.#hidden;
      this.#stamp = stamp;
    }
    const { index, exclude, maxFileBytes } = this.#settings ?? unwritten;
    return {
      off: index ? null : `Nothing is indexed: ${this.#file} says \`index: false\` under \`library\`.`,
      exclude: [...this.#hidden, ...exclude],
      maxFileBytes,
    };
  }

  #readDefinition(): void {
    const { definition } = loadDefinition(this.#workspace);
    if (definition === null) return;
    this.#settings = definition.library;
    this.#file = definition.file;
  }
}

/** What holds where no definition has ever been right. */
const unwritten: LibrarySettings = { index: true, exclude: [], maxFileBytes: 8 * 1024 * 1024 };

/** Tells one state of a file from another. */
function stampOf(path: string): string {
  try {
    const { ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
    return `${ino} ${size} ${mtimeNs} ${ctimeNs}`;
  } catch (error) {
    return errorCode(error) ?? 'unreadable';
  }
}

/** Null where there is something that cannot be read. */
function readHidden(path: string): readonly string[] | null {
  try {
    const found = statSync(path);
    // Asked first: opening a pipe would wait for a writer.
    if (!found.isFile() || found.size > mostSettingsBytes) return null;
    const text = decodeText(readFileSync(path));
    return text.ok ? editorExcludes(text.value) : null;
  } catch (error) {
    return errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR' ? [] : null;
  }
}
