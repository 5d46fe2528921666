import { posix } from 'node:path';

/** What a source file is checked as. */
export type Language = 'python' | 'javascript' | 'json' | 'yaml' | 'toml' | 'notebook' | 'shell';

const byExtension: ReadonlyMap<string, Language> = new Map([
  ['.py', 'python'],
  ['.pyw', 'python'],
  ['.pyi', 'python'],
  ['.js', 'javascript'],
  ['.mjs', 'javascript'],
  ['.cjs', 'javascript'],
  ['.jsx', 'javascript'],
  ['.ts', 'javascript'],
  ['.mts', 'javascript'],
  ['.cts', 'javascript'],
  ['.tsx', 'javascript'],
  ['.json', 'json'],
  ['.jsonc', 'json'],
  ['.code-workspace', 'json'],
  ['.code-snippets', 'json'],
  ['.geojson', 'json'],
  ['.webmanifest', 'json'],
  ['.yaml', 'yaml'],
  ['.yml', 'yaml'],
  ['.cff', 'yaml'],
  ['.toml', 'toml'],
  ['.ipynb', 'notebook'],
  ['.sh', 'shell'],
  ['.bash', 'shell'],
]);

const byName: ReadonlyMap<string, Language> = new Map([
  ['.eslintrc', 'json'],
  ['.babelrc', 'json'],
  ['.jshintrc', 'json'],
  ['.swcrc', 'json'],
  ['Pipfile', 'toml'],
  ['Pipfile.lock', 'json'],
  ['composer.lock', 'json'],
  ['poetry.lock', 'toml'],
  ['uv.lock', 'toml'],
  ['pdm.lock', 'toml'],
  ['Cargo.lock', 'toml'],
  ['.bashrc', 'shell'],
  ['.bash_profile', 'shell'],
  ['.profile', 'shell'],
]);

/** The language of a file by its name; undefined where the name does not tell. */
export function languageOf(path: string): Language | undefined {
  const name = posix.basename(path);
  return byName.get(name) ?? byExtension.get(posix.extname(name).toLowerCase());
}

/** Whether only the first line of a file can tell what it is. */
export function needsShebang(path: string): boolean {
  const name = posix.basename(path);
  return posix.extname(name) === '' && !name.startsWith('.');
}

/** The program that a first line such as `#!/usr/bin/env python3` names, without folder and version; undefined where it is none. */
export function shebangProgram(text: string): string | undefined {
  const words = /^\uFEFF?#!\s*(.*)/.exec(text)?.[1]?.trim().split(/\s+/) ?? [];
  const first = words[0]?.split('/').at(-1);
  const program = first === 'env' ? words.slice(1).find((word) => !/^-|=/.test(word)) : first;
  return program
    ?.split('/')
    .at(-1)
    ?.replace(/[\d.]+$/, '');
}

const bourneShells: ReadonlySet<string> = new Set(['sh', 'bash', 'dash', 'ash']);

/** The language of a script without an extension, by the program of its first line. */
export function languageOfProgram(program: string | undefined): Language | undefined {
  if (program === undefined) return undefined;
  if (bourneShells.has(program)) return 'shell';
  if (program === 'python') return 'python';
  return program === 'node' ? 'javascript' : undefined;
}

/** Whether a script named `.sh` is for a shell that bash cannot judge, such as zsh or fish. */
export function isForeignShell(program: string | undefined): boolean {
  return program !== undefined && !bourneShells.has(program);
}
