import type { artifactAnalyzer } from '../../builtin/artifact-analyzer.ts';
import type { RuleOf } from '../../builtin/builtin-agent.ts';
import { plural } from '../../common/text.ts';
import type { Finding } from '../findings.ts';
import type { Analysis } from './analyze.ts';
import type { FunctionFacts } from './facts.ts';
import { isOwnCode } from './rate.ts';

type AnalyzerFinding = Finding<RuleOf<typeof artifactAnalyzer>>;

/**
 * What is worth a word of what was found.
 *
 * @param maxComplexity above which a function is told of
 */
export function analyzerFindings(analysis: Analysis, maxComplexity: number): AnalyzerFinding[] {
  return [
    ...cycles(analysis),
    ...complexFunctions(analysis, maxComplexity),
    ...untestedHotSpots(analysis),
    ...copies(analysis),
  ];
}

function cycles({ graph, artifacts }: Analysis): AnalyzerFinding[] {
  const generated = new Set(artifacts.filter((artifact) => artifact.generated).map(({ path }) => path));
  return graph.cycles
    .filter(({ paths }) => !paths.every((path) => generated.has(path)))
    .map(({ paths, line, column }) => ({
      rule: 'import-cycle',
      path: paths[0] ?? '',
      line,
      column,
      message: `import cycle: ${[...paths, paths[0]].join(' → ')}`,
    }));
}

function complexFunctions({ artifacts }: Analysis, maxComplexity: number): AnalyzerFinding[] {
  return artifacts
    .filter((artifact) => isOwnCode(artifact) && !artifact.generated)
    .flatMap(({ path, complexity }) =>
      (complexity?.complex ?? [])
        .filter((one) => one.complexity - one.cases > maxComplexity)
        .map((one) => ({
          rule: 'complex-function' as const,
          path,
          line: one.line,
          column: one.column,
          message: complexMessage(one, maxComplexity),
        })),
    );
}

/** Cases of a `switch` after its first are not held against a function, see `FunctionFacts`. */
function complexMessage({ name, lines, complexity, cases, nesting }: FunctionFacts, limit: number): string {
  const without = cases === 0 ? '' : `, ${complexity - cases} without the cases of its switches`;
  return `${nameless(name)} has a cyclomatic complexity of ${complexity}${without} (limit ${limit}): ${plural(lines, 'line')}, nested ${nesting} deep`;
}

/** `a function without a name in app.use` for `app.use.<anonymous>`. */
function nameless(name: string): string {
  if (!name.endsWith('<anonymous>')) return name;
  const around = name.replaceAll(/\.?<anonymous>/g, '');
  return around === '' ? 'a function without a name' : `a function without a name in ${around}`;
}

/** Told only where there are tests: elsewhere all would be untested, which is no news. */
function untestedHotSpots({ artifacts, history }: Analysis): AnalyzerFinding[] {
  if (!artifacts.some(({ classification }) => classification.group === 'test')) return [];
  return artifacts
    .filter(({ hotSpot, testBeside, reachedByTests }) => hotSpot && testBeside === false && !reachedByTests)
    .map(({ path, history: own, complexity }) => ({
      rule: 'untested-hot-spot',
      path,
      message:
        `changed in ${own?.commits ?? 0} of ${plural(history?.commits ?? 0, 'commit')}, with a cyclomatic complexity of ${complexity?.total ?? 0} ` +
        `in ${plural(complexity?.functions ?? 0, 'function')}: no test is named after it, and none imports it`,
    }));
}

function copies({ copies: groups }: Analysis): AnalyzerFinding[] {
  return groups.map(({ paths }) => {
    const [first = '', second = '', ...more] = paths;
    const others =
      more.length === 0
        ? ''
        : more.length === 1
          ? ` and ${more[0]}`
          : ` and ${plural(more.length, 'more file')}`;
    return { rule: 'duplicate-file', path: second, message: `has the same content as ${first}${others}` };
  });
}
