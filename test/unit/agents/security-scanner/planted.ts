import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AgentRun, messagesOf } from '../agent-process.ts';

/** The findings of a run as `path:line rule severity`, sorted. */
export function found(run: AgentRun): string[] {
  return messagesOf(run, 'finding')
    .map(({ path, line, rule, severity }) => `${path}:${line} ${rule} ${severity}`)
    .sort();
}

/** What the comments `fault: rule` of files say that must be found, a severity behind it where it is not the default. */
export function planted(folder: string, paths: readonly string[], usual: (rule: string) => string): string[] {
  return paths
    .flatMap((path) =>
      readFileSync(join(folder, path), 'utf8')
        .split('\n')
        .flatMap((line, index) => {
          const mark = /fault: ([\w-]+)(?: (\w+))?/.exec(line);
          return mark === null ? [] : [`${path}:${index + 1} ${mark[1]} ${mark[2] ?? usual(mark[1] ?? '')}`];
        }),
    )
    .sort();
}
