import { posix } from 'node:path';
import type { DocumentLink } from '../../document.ts';
import { linkTarget } from '../../lineage/link-target.ts';
import { isMadeToBeWrong } from '../made-to-be-wrong.ts';
import { movedTo } from '../moved-to.ts';
import {
  type FindingRepair,
  findingAt,
  type ReviewedDocument,
  type ReviewRule,
  type RuleFinding,
  type Surroundings,
} from '../reviewed-document.ts';
import { namesDocument, routeCandidates } from '../site-documents.ts';

const gitHubPage =
  /(^|\/)(issues|pulls?|wiki|releases|discussions|actions|blob|tree|raw|commits?|compare|security|labels|milestones?|network|graphs|projects|stargazers|tags|branches)(\/|$)/;
const issueTemplate = /(^|\/)(issue_template|pull_request_template|discussion_template)(\/|\.md$)/i;
/** A destination that names a file: a route has no extension, and a host has one of these. */
const file = /\.(?!(com|org|net|io|dev|edu|gov)$)[a-z][a-z\d]{0,9}$/i;

/** So many broken links, and so great a share of all, say that a document was written for another place. */
const manyBroken = 4;
const mostlyBroken = 0.6;

interface BrokenLink {
  readonly line: number;
  readonly written: string;
  readonly repair: FindingRepair | null;
}

/**
 * Links that lead nowhere. What cannot be judged from the workspace is passed over: addresses, routes of sites,
 * placeholders, what lies outside or is ignored, code, imports.
 */
export const links: ReviewRule = {
  name: 'links',
  about: 'Its links to files of the workspace lead somewhere.',
  check: (document, around) => {
    const { path, kind } = document;
    if ((kind !== 'markdown' && kind !== 'notebook') || isMadeToBeWrong(path) || issueTemplate.test(path))
      return [];
    let judged = 0;
    const broken: BrokenLink[] = [];
    for (const link of document.links) {
      // In the code of a notebook, what looks like a file may be one that the code makes.
      if (link.kind === 'import' || (kind === 'notebook' && link.kind !== 'link')) continue;
      const verdict = judge(document, link, around);
      if (verdict === 'unknown') continue;
      judged += 1;
      if (verdict !== 'sound') broken.push({ line: link.line, ...verdict });
    }
    return findingsOf(broken, judged);
  },
};

function judge(
  { path: document }: ReviewedDocument,
  { target: written }: DocumentLink,
  around: Surroundings,
): 'sound' | 'unknown' | Omit<BrokenLink, 'line'> {
  const target = linkTarget(document, written);
  if (target.kind !== 'place' || target.same || target.path === '') return 'unknown';
  const { path } = target;
  // With a line behind it: `main.py:10`.
  if (around.exists(path) || around.exists(path.replace(/(:\d+){1,2}$/, ''))) return 'sound';
  if (target.absolute || !file.test(path)) return 'unknown';
  if (written.includes('..') && gitHubPage.test(path)) return 'unknown';
  const site = around.siteOf(document);
  if (routeCandidates(document, path, written, site ?? '').some((one) => around.holds(one))) return 'sound';
  // What is no document a site may serve from elsewhere, and a document may stand in another language or version.
  if (site !== null && (!namesDocument(path) || hasTwin(path, around))) return 'unknown';
  return { written, repair: repairOf(document, written, path, around) };
}

/** Whether a file of the same name lies in another folder of the same name. */
function hasTwin(path: string, around: Surroundings): boolean {
  const end = `/${path.split('/').slice(-2).join('/')}`;
  return around.called(posix.basename(path)).some((other) => `/${other}`.endsWith(end));
}

function repairOf(
  document: string,
  written: string,
  path: string,
  around: Surroundings,
): FindingRepair | null {
  const moved = movedTo(path, around);
  if (moved === null || moved === document) return null;
  const text = relativeUrl(document, moved) + (/[?#].*$/.exec(written)?.[0] ?? '');
  return text === written ? null : { title: `Link to ${text}`, old: written, text };
}

/** A path as a link in a document writes it. */
function relativeUrl(document: string, path: string): string {
  const from = document.split('/').slice(0, -1);
  const to = path.split('/');
  let common = 0;
  while (common < from.length && common < to.length - 1 && from[common] === to[common]) common += 1;
  const relative = [...from.slice(common).map(() => '..'), ...to.slice(common)].join('/');
  return encodeURI(relative).replace(/[()#?]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
}

function findingsOf(broken: readonly BrokenLink[], judged: number): RuleFinding[] {
  const first = broken[0];
  if (first === undefined) return [];
  const lost = broken.filter(({ repair }) => repair === null);
  if (lost.length >= manyBroken && lost.length >= mostlyBroken * judged) {
    const message = `${lost.length} of its ${judged} links to files lead nowhere, such as ${first.written}: it seems to be written for another place.`;
    return [findingAt(first.line, 'hint', message)];
  }
  return broken.map(({ line, written, repair }) => ({
    severity: 'error',
    line,
    message:
      repair === null
        ? `${written} leads nowhere.`
        : `${written} leads nowhere; it seems to mean ${repair.text}.`,
    repair,
  }));
}
