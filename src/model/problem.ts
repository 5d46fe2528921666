/** Something wrong in a file, found by looking at it. */
export interface Problem {
  /** Relative to the workspace, with `/`. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
  /** Where what is wrong ends, on the same line: behind its last character. Absent where only its beginning is known. */
  readonly endColumn?: number;
  readonly severity: 'error' | 'warning' | 'info';
  /** Stable, kebab-case: `unknown-key`, `missing-agent`, `cycle` … */
  readonly code: string;
  /** One sentence that says what to do. */
  readonly message: string;
}

/** `dodeca.yaml:12:7: error: …`. */
export function formatProblem(problem: Problem): string {
  return `${problem.file}:${problem.line}:${problem.column}: ${problem.severity}: ${problem.message}`;
}
