/** What the tests in the extension host tell, as lines of JSON in a file: also as far as they came. */
export type TestEvent =
  | { readonly type: 'begin'; readonly vscode: string; readonly node: string }
  | { readonly type: 'suite'; readonly title: string; readonly depth: number }
  | { readonly type: 'test'; readonly title: string }
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'passed'; readonly title: string; readonly depth: number; readonly ms: number }
  | { readonly type: 'skipped'; readonly title: string; readonly depth: number }
  /** A test failed, and is tried once more. */
  | { readonly type: 'retried'; readonly title: string; readonly depth: number; readonly error: string }
  | {
      readonly type: 'failed';
      /** The suites around the test, and the test. */
      readonly path: readonly string[];
      readonly depth: number;
      readonly error: string;
    }
  | { readonly type: 'end' };

/** What the extension host is given by `DODECA_TEST_RUN`, as JSON. */
export interface HostRun {
  /** The file that takes the events. */
  readonly events: string;
  /** The bundle of the tests. */
  readonly specs: string;
  /** The URL of mocha. */
  readonly mocha: string;
  /** Runs the tests whose full title holds these words only. */
  readonly grep?: string;
}
