import { plural } from '../common/text.ts';
import type { LineageProduction, LineageReference, LineageReport } from '../model/lineage-report.ts';
import { localTime } from './local-time.ts';

/** Lines of each list that are shown. */
const shown = 20;

const verbs: Readonly<Record<LineageReference['kind'], string>> = {
  import: 'imports',
  link: 'links to',
  file: 'names',
};

/** Where a file comes from, and what comes from it, for people: lines of text, without a line break in them. */
export function lineageLines(report: LineageReport): string[] {
  const { path, producedBy, madeFromIt, refersTo, referredBy, dependents } = report;
  return [
    `${path}  (${stateOf(report)})`,
    '',
    ...(producedBy.length === 0 ? ['No recorded execution wrote it.'] : ['Written by']),
    ...producedBy.flatMap(productionLines),
    ...list(
      'What was made from it',
      madeFromIt.map(
        ({ path: made, stage, agent, runId, at }) =>
          `${made}  by ${stage}/${agent}, run ${runId}, ${localTime(at)}`,
      ),
    ),
    ...list(
      'What it refers to',
      refersTo.map(({ path: other, line, kind }) => `${verbs[kind]} ${other}  (line ${line})`),
    ),
    ...list(
      'What refers to it',
      referredBy.map(({ path: other, line, kind }) => `${other}:${line}  ${verbs[kind]} it`),
    ),
    ...list(
      `What depends on it: ${dependents.length === 0 ? 'nothing' : plural(dependents.length, 'file')}`,
      dependents,
      true,
    ),
  ];
}

function stateOf({ exists, status }: LineageReport): string {
  if (!exists) return 'not there any more';
  return status ?? 'not in the library';
}

function productionLines(production: LineageProduction): string[] {
  const { stage, agent, pipeline, runId, at, cached, isCurrent, inputs } = production;
  const kept = cached ? ', taken from the cache' : '';
  const since = isCurrent === null ? '' : isCurrent ? ': unchanged since' : ': changed since';
  return [
    `  ${stage}/${agent} in ${pipeline}, run ${runId}, ${localTime(at)}${kept}${since}`,
    ...inputs
      .slice(0, shown)
      .map(({ path, changed }) => `    from ${path}${changed === true ? '  (changed since)' : ''}`),
    ...more(inputs.length, '    '),
  ];
}

function list(title: string, lines: readonly string[], always = false): string[] {
  if (lines.length === 0 && !always) return [];
  return ['', title, ...lines.slice(0, shown).map((line) => `  ${line}`), ...more(lines.length, '  ')];
}

function more(count: number, indent: string): string[] {
  return count > shown ? [`${indent}… and ${count - shown} more`] : [];
}
