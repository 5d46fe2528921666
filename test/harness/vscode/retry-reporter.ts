import Mocha from 'mocha';
import { retryText } from './spec-printer.ts';

/** Mocha's spec reporter that also tells which tests are tried again, why, and in the end how many those were. */
// biome-ignore lint/style/noDefaultExport: mocha takes a reporter from there.
export default class RetryReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    let retried = 0;
    runner.on('retry', ({ title }, error: unknown) => {
      retried += 1;
      const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
      const text = stack.replaceAll(/\n\s+at .*(?:node_modules\/mocha|node:internal).*/g, '');
      process.stdout.write(`    ${retryText(title, text)}\n`);
    });
    runner.on('end', () => {
      if (retried > 0) process.stdout.write(`  ${retried} tried again\n`);
    });
  }
}
