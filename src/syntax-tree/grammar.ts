import { posix } from 'node:path';

/** The languages whose syntax trees can be read. */
export type Grammar = 'python' | 'javascript' | 'typescript' | 'tsx';

const byExtension: ReadonlyMap<string, Grammar> = new Map([
  ['.py', 'python'],
  ['.pyw', 'python'],
  ['.pyi', 'python'],
  // The grammar of JavaScript reads JSX, too.
  ['.js', 'javascript'],
  ['.mjs', 'javascript'],
  ['.cjs', 'javascript'],
  ['.jsx', 'javascript'],
  ['.ts', 'typescript'],
  ['.mts', 'typescript'],
  ['.cts', 'typescript'],
  ['.tsx', 'tsx'],
]);

/** The grammar of a file by its name; null where there is none. */
export function grammarOf(path: string): Grammar | null {
  return byExtension.get(posix.extname(path).toLowerCase()) ?? null;
}
