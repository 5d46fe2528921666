import type { CommandContext } from '../command-context.ts';
import { JsonReporter } from './json-reporter.ts';
import { LiveArea } from './live-area.ts';
import { PrettyReporter } from './pretty-reporter.ts';
import type { Reporter } from './reporter.ts';

/** JSON lines where they were asked for, else progress for people. */
export function newReporter(context: CommandContext): Reporter {
  return context.json
    ? new JsonReporter(context.out, context.err)
    : new PrettyReporter(new LiveArea(context.out));
}
