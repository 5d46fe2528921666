import { plural } from '../../common/text.ts';
import type { Findings } from '../findings.ts';
import type { StandingProblem } from './data-figures.ts';
import type { DataProblem } from './problem.ts';
import { severityOf } from './severity.ts';
import type { DataRule } from './suspicion.ts';

/** Findings of one rule in one table; a matrix of a hundred columns would say the same a hundred times. */
const mostAlike = 5;

/** Adds problems as findings; answers with those that stand, the most severe first. */
export function tellProblems(
  problems: readonly DataProblem[],
  findings: Pick<Findings<DataRule>, 'add'>,
): StandingProblem[] {
  const alike = Map.groupBy(problems, ({ path, table, rule }) => [path, table, rule].join('\u0000'));
  const standing: StandingProblem[] = [];
  for (const group of alike.values()) {
    const more = group.length - mostAlike;
    for (const [at, problem] of group.entries()) {
      const { rule, path, places, message, fix } = problem;
      if (at < mostAlike) {
        const rest =
          at === mostAlike - 1 && more > 0 ? `; so are ${plural(more, 'more column')}, see the report` : '';
        const [place] = places;
        const finding = {
          rule,
          path,
          line: place?.line,
          column: place?.column,
          message: `${message}${rest}`,
          fix,
        };
        if (!findings.add(finding)) continue;
      }
      standing.push({ ...problem, severity: severityOf(rule) });
    }
  }
  const order = { error: 0, warning: 1, info: 2 };
  return standing.sort(
    (a, b) => order[a.severity] - order[b.severity] || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0),
  );
}
