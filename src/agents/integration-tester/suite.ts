import type { TestCommand } from '../../builtin/integration-tester.ts';
import type { SuiteTrouble, TestCase, TestCounts } from './test-result.ts';
import type { WorkspacePlace } from './workspace-place.ts';

/** Tests that are run together by one process. */
export type Suite = SuiteBase &
  (
    | {
        readonly kind: 'npm';
        /** The script `test`. */
        readonly script: string;
        /** Packages that it needs, those for development too. */
        readonly dependencies: readonly string[];
      }
    | { readonly kind: 'node'; readonly files: readonly string[] }
    | {
        readonly kind: 'python';
        readonly files: readonly string[];
        /** Whether files say that pytest is meant, and whether it cannot be done without. */
        readonly pytest: 'needed' | 'named' | 'unnamed';
        /** Files and folders that pytest must not look at. */
        readonly left: readonly string[];
      }
    | { readonly kind: 'go'; readonly module: string }
    | { readonly kind: 'cargo'; readonly workspace: boolean }
    | { readonly kind: 'command'; readonly command: TestCommand }
  );

interface SuiteBase {
  /** `npm test`, for people. */
  readonly title: string;
  /** Where it runs, relative to the workspace; empty is the workspace itself. */
  readonly folder: string;
  /** What is shown where the suite as a whole is meant. */
  readonly definedIn: WorkspacePlace;
}

/** How a suite came out. */
export interface SuiteOutcome {
  readonly suite: Suite;
  /** From 1; it names the files of the suite among the reports. */
  readonly number: number;
  readonly status: 'passed' | 'failed' | 'skipped';
  /** Why it was skipped, or not all of it could run. */
  readonly reason: string | null;
  readonly durationMs: number | null;
  readonly exitCode: number | null;
  /** How its results were recognised. */
  readonly format: string | null;
  readonly tests: readonly TestCase[];
  readonly counts: TestCounts;
  readonly trouble: (SuiteTrouble & { readonly rule: TroubleRule }) | null;
  /** The file of what it printed, relative to the workspace. */
  readonly log: string | null;
}

export type TroubleRule = 'test-suite-failed' | 'test-suite-crashed' | 'test-timeout';

/** `npm test in packages/a`. */
export function suiteName({ title, folder }: Suite): string {
  return folder === '' ? title : `${title} in ${folder}`;
}
