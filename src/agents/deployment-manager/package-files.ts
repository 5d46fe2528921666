import { createHash } from 'node:crypto';
import { createReadStream, existsSync, lstatSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorMessage, UserError } from '../../common/errors.ts';
import { packageFolder } from './detect-commands.ts';

/** A file that packing made. */
export interface PackageFile {
  /** Relative to the workspace. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
}

/** Makes the folder for packages. Throws the UserError `packages.unwritable`. */
export function makePackageFolder(workspace: string): void {
  try {
    for (const place of ['.dodeca', packageFolder]) {
      // A link could lead out of the workspace.
      if (lstatSync(join(workspace, place), { throwIfNoEntry: false })?.isSymbolicLink())
        throw new Error(`${place} is a symbolic link`);
    }
    mkdirSync(join(workspace, packageFolder), { recursive: true });
    const ignoreFile = join(workspace, '.dodeca/.gitignore');
    if (!existsSync(ignoreFile)) writeFileSync(ignoreFile, '*\n');
  } catch (error) {
    const message = `the folder ${packageFolder} cannot be made: ${errorMessage(error)}`;
    throw new UserError('packages.unwritable', message, { cause: error });
  }
}

/** What lies in the folder for packages, by name, so that it is seen what is new. */
export function packageStamps(workspace: string): ReadonlyMap<string, string> {
  const folder = join(workspace, packageFolder);
  if (!existsSync(folder)) return new Map();
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map(({ name }) => {
      const { size, mtimeMs, ino } = lstatSync(join(folder, name));
      return [name, `${size} ${mtimeMs} ${ino}`];
    }),
  );
}

/** The packages that are new since the stamps were taken, by name. */
export async function newPackages(
  workspace: string,
  before: ReadonlyMap<string, string>,
): Promise<PackageFile[]> {
  const made = [...packageStamps(workspace)].filter(([name, stamp]) => before.get(name) !== stamp).sort();
  const files: PackageFile[] = [];
  for (const [name] of made) {
    const path = `${packageFolder}/${name}`;
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(join(workspace, path))) hash.update(chunk);
    files.push({ path, size: lstatSync(join(workspace, path)).size, sha256: hash.digest('hex') });
  }
  return files;
}
