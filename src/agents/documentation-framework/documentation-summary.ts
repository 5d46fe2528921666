import { formatDuration, plural } from '../../common/text.ts';
import type { StandingFinding } from '../findings.ts';
import { reportFolder } from '../report-file.ts';
import { skippedLines } from '../workspace-files.ts';
import { groupCoverage, percent } from './coverage-groups.ts';
import type { DocumentationFigures } from './documentation-figures.ts';
import { reportPath } from './documentation-report.ts';
import { inventoryName } from './inventory-document.ts';
import type { DocumentationStudy } from './study.ts';

/** Findings of a kind that the summary shows; all of them are told. */
const shown = 15;

/** What the documentation framework tells people. */
export function documentationSummary(
  study: DocumentationStudy,
  figures: DocumentationFigures,
  findings: readonly StandingFinding[],
  durationMs: number,
): string {
  const { links } = study;
  const broken = figures.links_broken + figures.anchors_broken;
  const lines = [
    `${plural(figures.documents, 'document')} and ${plural(study.coverage.length, 'file')} with public definitions read in ${formatDuration(durationMs)}.`,
    `  links     ${figures.links} checked, ${broken} broken; ${links.external} lead elsewhere, ${links.unchecked} cannot be judged`,
    `  stale     ${plural(figures.stale_references, 'reference')} to what is gone`,
    ...coverageLines(study, figures),
    ...findingLines(findings),
  ];
  if (study.foreignDocuments > 0)
    lines.push(`Left out: ${plural(study.foreignDocuments, 'document')} in fixtures or of others.`);
  lines.push(...skippedLines(study.skipped), `Reports: ${reportFolder}/${inventoryName}, ${reportPath}`);
  return lines.join('\n');
}

function coverageLines({ coverage }: DocumentationStudy, figures: DocumentationFigures): string[] {
  if (figures.coverage === null) return ['  coverage  no public function or class was found'];
  const { definitions_documented: documented, definitions_public: all } = figures;
  const languages = groupCoverage(coverage, ({ language }) => language).map(
    (group) => `${group.name} ${percent(group.documented, group.public)}`,
  );
  return [
    `  coverage  ${percent(documented, all)}: ${documented} of ${all} public definitions documented (${languages.join(', ')})`,
  ];
}

function findingLines(findings: readonly StandingFinding[]): string[] {
  const severe = findings.filter(({ severity }) => severity !== 'info');
  const lines = severe
    .slice(0, shown)
    .map(({ path, line, rule, message }) => `  ${path}:${line ?? 1}  ${message} [${rule}]`);
  if (severe.length > shown) lines.push(`  … and ${severe.length - shown} more`);
  return lines.length === 0 ? [] : ['To be mended:', ...lines];
}
