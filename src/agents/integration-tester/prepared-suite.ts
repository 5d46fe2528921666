import type { TestFramework } from '../../builtin/integration-tester.ts';
import type { ProgramCall } from '../shell-command.ts';
import type { ResultFolder } from './result-folder.ts';

/** How the results of a suite are read. */
export type ResultSource =
  | { readonly kind: 'console' | 'cargo' | 'tap' | 'exit' }
  | { readonly kind: 'go'; readonly module: string }
  /** Written by the suite to a file, an absolute path. */
  | { readonly kind: 'junit' | 'unittest'; readonly file: string };

/** A suite ready to be started, or why it is not. */
export type Prepared =
  | {
      readonly kind: 'ready';
      readonly title: string;
      readonly call: ProgramCall;
      readonly env: Readonly<Record<string, string>>;
      readonly results: ResultSource;
    }
  | { readonly kind: 'skipped'; readonly title: string; readonly reason: string };

export interface Preparation {
  /** An absolute path. */
  readonly workspace: string;
  /** What the suites are started with. */
  readonly env: Readonly<Record<string, string>>;
  readonly frameworks: ReadonlySet<TestFramework>;
  readonly folder: ResultFolder;
  /** Of the suite. */
  readonly number: number;
}
