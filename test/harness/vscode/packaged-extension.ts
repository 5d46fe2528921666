import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { lockOf } from './install-once.ts';
import { unpackZip } from './zip-archive.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** What a package is made of. */
const ingredients = [
  ...['.vscodeignore', 'CHANGELOG.md', 'LICENSE', 'package.json', 'package.nls.json', 'package-lock.json'],
  ...['docs', 'l10n', 'media', 'samples', 'scripts', 'src', 'syntaxes'],
];

/** What runs of the sample leave behind. */
const leftBehind = /(^|[\\/])(\.dodeca|__pycache__|out)([\\/]|$)/;

/** The path of the extension as users install it: made anew where something it consists of is newer. */
export async function packagedExtension(): Promise<string> {
  return await withPackage((file) => file);
}

/** Unpacks the packaged extension below a folder; answers with what `extensionDevelopmentPath` takes. */
export async function unpackExtension(folder: string): Promise<string> {
  await withPackage((file) => unpackZip(file, folder));
  return join(folder, 'extension');
}

/** Copies the packaged extension into a folder, where nobody makes it anew meanwhile; answers with the copy. */
export async function copyPackage(folder: string): Promise<string> {
  const copy = join(folder, 'dodeca.vsix');
  await withPackage((file) => copyFileSync(file, copy));
  return copy;
}

/** Two runs of tests that start at once package once, and neither reads what the other is just writing. */
async function withPackage<T>(use: (file: string) => T): Promise<T> {
  const cache = join(root, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const lock = await lockOf(join(cache, 'package.lock'));
  try {
    const file = packagePath();
    if (isStale(file))
      await promisify(execFile)(process.execPath, [join(root, 'scripts', 'package.mjs')], { cwd: root });
    return use(file);
  } finally {
    lock.dispose();
  }
}

function packagePath(): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return join(root, 'dist', `dodeca-${version}.vsix`);
}

function isStale(file: string): boolean {
  if (!existsSync(file)) return true;
  // When its making began, as `scripts/package.mjs` has it: what was edited meanwhile may not be in it.
  const began = statSync(file).mtimeMs;
  return ingredients.some((name) => filesOf(join(root, name)).some((path) => statSync(path).mtimeMs > began));
}

function filesOf(path: string): string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !leftBehind.test(file));
}
