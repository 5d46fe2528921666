import { posix } from 'node:path';
import { formatBytes } from '../../common/text.ts';
import { reportFolder } from '../report-file.ts';
import { groupCoverage, percent } from './coverage-groups.ts';
import type { DocumentationFigures } from './documentation-figures.ts';
import { reportName } from './documentation-report.ts';
import type { DocumentationStudy } from './study.ts';

export const inventoryName = 'documentation.md';

/** Rows of a table; the JSON report has them all. */
const most = 200;

/** The documentation of the workspace as a document, whose links work from where it lies. */
export function inventoryDocument(study: DocumentationStudy, figures: DocumentationFigures): string {
  return [
    '# Documentation of this workspace',
    '',
    ...overview(study, figures),
    ...documentLines(study),
    ...coverageLines(study),
    ...faultLines(study),
    ...staleLines(study),
    `Everything in full, for programs: [${reportName}](${reportName}).`,
    '',
  ].join('\n');
}

function overview({ links }: DocumentationStudy, figures: DocumentationFigures): string[] {
  const { documents, definitions_documented: documented, definitions_public: all } = figures;
  const coverage =
    all === 0 ? 'nothing public was found' : `${documented} of ${all} (${percent(documented, all)})`;
  return [
    '| what | how much |',
    '|---|---|',
    `| documents | ${documents} |`,
    `| public definitions with documentation | ${coverage} |`,
    `| links into the workspace | ${figures.links}, of which ${figures.links_broken + figures.anchors_broken} are broken |`,
    `| links to other places | ${links.external}, not checked |`,
    `| references to what is gone | ${figures.stale_references} |`,
    '',
  ];
}

function documentLines({ documents }: DocumentationStudy): string[] {
  const folders = new Map<string, (typeof documents)[number][]>();
  for (const document of documents) {
    const folder = posix.dirname(document.path);
    folders.set(folder, [...(folders.get(folder) ?? []), document]);
  }
  const lines = ['## Documents', ''];
  if (documents.length === 0) return [...lines, 'There are none.', ''];
  let left = most;
  for (const [folder, own] of [...folders].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (left <= 0) break;
    lines.push(
      `### ${folder === '.' ? 'Top folder' : escaped(folder)}`,
      '',
      '| document | title | size |',
      '|---|---|---|',
    );
    for (const { path, title, size } of own.slice(0, left))
      lines.push(`| ${link(path, posix.basename(path))} | ${escaped(title ?? '–')} | ${formatBytes(size)} |`);
    left -= own.length;
    lines.push('');
  }
  if (documents.length > most) lines.push(`… and ${documents.length - most} more.`, '');
  return lines;
}

function coverageLines({ coverage }: DocumentationStudy): string[] {
  const lines = ['## Coverage', ''];
  if (coverage.length === 0) return [...lines, 'No public function or class was found.', ''];
  lines.push(
    ...table(
      'language',
      groupCoverage(coverage, ({ language }) => language),
    ),
  );
  const folders = groupCoverage(coverage, ({ path }) => posix.dirname(path));
  lines.push(
    ...table(
      'folder',
      folders.map((group) => ({ ...group, name: group.name === '.' ? 'Top folder' : group.name })),
    ),
  );
  const worst = coverage
    .filter((file) => file.documented < file.public)
    .sort((a, b) => b.public - b.documented - (a.public - a.documented) || (a.path < b.path ? -1 : 1))
    .slice(0, 20);
  if (worst.length === 0) return lines;
  lines.push(
    '### Most to be written',
    '',
    '| file | without documentation | the most important |',
    '|---|---|---|',
  );
  for (const { path, public: all, documented, undocumented } of worst) {
    const names = undocumented.map(({ name, line }) => link(`${path}#L${line}`, `\`${name}\``));
    lines.push(`| ${link(path, path)} | ${all - documented} of ${all} | ${names.join(', ') || '–'} |`);
  }
  return [...lines, ''];
}

function table(title: string, groups: ReturnType<typeof groupCoverage>): string[] {
  const rows = groups
    .slice(0, 50)
    .map(
      ({ name, files, public: all, documented }) =>
        `| ${escaped(name)} | ${files} | ${all} | ${documented} | ${percent(documented, all)} |`,
    );
  const more = groups.length > 50 ? [`… and ${groups.length - 50} more.`, ''] : [];
  return [
    `| ${title} | files | public | documented | coverage |`,
    '|---|---|---|---|---|',
    ...rows,
    '',
    ...more,
  ];
}

function faultLines({ links }: DocumentationStudy): string[] {
  const lines = ['## Broken links', ''];
  if (links.faults.length === 0) return [...lines, 'There are none.', ''];
  for (const { path, line, message } of links.faults.slice(0, most))
    lines.push(`* ${link(`${path}#L${line}`, `${path}:${line}`)}: ${escaped(message)}`);
  if (links.faults.length > most) lines.push(`* … and ${links.faults.length - most} more`);
  return [...lines, ''];
}

function staleLines({ stale }: DocumentationStudy): string[] {
  const lines = ['## References to what is gone', ''];
  if (stale.length === 0) return [...lines, 'There are none.', ''];
  for (const { path, line, message } of stale.slice(0, most))
    lines.push(`* ${link(`${path}#L${line}`, `${path}:${line}`)}: ${escaped(message)}`);
  if (stale.length > most) lines.push(`* … and ${stale.length - most} more`);
  return [...lines, ''];
}

/** A link from where the document lies to a file of the workspace; the text may be code. */
function link(target: string, text: string): string {
  const [path = '', fragment] = target.split(/#(?=L\d+$)/);
  const up = posix.relative(reportFolder, path);
  const url = encodeURI(up).replace(
    /[()#?|]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  const shown = text.startsWith('`') ? text.replaceAll('|', '\\|') : escaped(text);
  return `[${shown}](${url}${fragment === undefined ? '' : `#${fragment}`})`;
}

/** A text that is shown as it is, on one line, also in a table. */
function escaped(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const short = line.length > 120 ? `${line.slice(0, 119)}…` : line;
  return short.replace(/[\\`*_{}[\]<>#|~@]|:(?=\/\/)|(?<=www)\./gi, (sign) => `\\${sign}`);
}
