import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder of real files that is removed afterwards. */
export interface TemporaryTree {
  readonly root: string;
  /** Adds files, their folders with them. */
  write(files: Readonly<Record<string, string | Uint8Array>>): Promise<void>;
  remove(): Promise<void>;
}

export async function temporaryTree(
  files: Readonly<Record<string, string | Uint8Array>> = {},
  folder = tmpdir(),
): Promise<TemporaryTree> {
  const root = await realpath(await mkdtemp(join(folder, 'dodeca-tree-')));
  const tree: TemporaryTree = {
    root,
    async write(more) {
      for (const [path, content] of Object.entries(more)) {
        await mkdir(dirname(join(root, path)), { recursive: true });
        await writeFile(join(root, path), content);
      }
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
  await tree.write(files);
  return tree;
}
