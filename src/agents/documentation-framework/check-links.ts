import { posix } from 'node:path';
import { plural } from '../../common/text.ts';
import { type LinkTarget, linkTarget } from '../../library/lineage/link-target.ts';
import { namesDocument, routeCandidates, type SiteDocuments } from '../../library/review/site-documents.ts';
import { isMarkdown } from '../../markdown/document-paths.ts';
import type { MarkdownLink } from '../../markdown/markdown-document.ts';
import type { FindingFix } from '../../model/event.ts';
import { readText } from '../read-text.ts';
import { hasAnchor, isFreeFragment, lineOfFragment, suggestAnchor } from './check-anchor.ts';
import type { ReadDocument, ReadLinks } from './read-documents.ts';
import { relativeUrl, suggestPath } from './suggest-path.ts';
import type { WorkspaceTree } from './workspace-tree.ts';

export interface LinkFault {
  readonly rule: 'broken-link' | 'broken-anchor' | 'missing-reference';
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly fix?: FindingFix | undefined;
}

export interface LinkCheck {
  /** All faults, in the order of the documents. */
  readonly faults: LinkFault[];
  /** What is told: of a document that was written for another place, one for all. */
  readonly told: LinkFault[];
  /** Links that lead into the workspace and were checked. */
  checked: number;
  /** Addresses on the web and the like; nothing asks the network. */
  external: number;
  /** What cannot be judged: routes of sites, paths that are ignored or lie outside, placeholders. */
  unchecked: number;
}

/** Broken links of a document from which on it is looked at as a whole, and their share of its links. */
const manyBroken = 4;
const mostlyBroken = 0.6;
const veryManyBroken = 15;

const gitHubPage =
  /(^|\/)(issues|pulls?|wiki|releases|discussions|actions|blob|tree|raw|commits?|compare|security|labels|milestones?|network|graphs|projects|stargazers|tags|branches)(\/|$)/;
const issueTemplate = /(^|\/)(issue_template|pull_request_template|discussion_template)(\/|\.md$)/i;

type Verdict =
  | 'sound'
  | 'external'
  | 'unchecked'
  | (Pick<LinkFault, 'rule' | 'message'> & { readonly replacement?: string | null });

/** Checks the links of Markdown documents against the workspace. */
export class LinkChecker {
  readonly #workspace: string;
  readonly #tree: WorkspaceTree;
  readonly #sites: SiteDocuments;
  readonly #anchors: ReadonlyMap<string, ReadLinks>;
  readonly #repository: boolean;
  /** Whether another program than GitHub shows the documents. */
  readonly #elsewhere: boolean;
  readonly #lines = new Map<string, number>();

  constructor(
    workspace: string,
    tree: WorkspaceTree,
    sites: SiteDocuments,
    documents: readonly ReadDocument[],
  ) {
    this.#workspace = workspace;
    this.#tree = tree;
    this.#sites = sites;
    this.#anchors = new Map(
      documents.flatMap(({ path, markdown }) => (markdown === null ? [] : [[path, markdown]])),
    );
    this.#repository = tree.exists('.git');
    this.#elsewhere = tree.exists('.gitlab-ci.yml') && !tree.exists('.github');
  }

  /** Checks all documents. */
  check(): LinkCheck {
    const result: LinkCheck = { faults: [], told: [], checked: 0, external: 0, unchecked: 0 };
    for (const [path, read] of this.#anchors) {
      if (issueTemplate.test(path)) {
        result.unchecked += read.links.length;
        continue;
      }
      const site = this.#sites.rootOf(path, read.frontMatterKeys);
      const faults: LinkFault[] = [];
      let checked = 0;
      for (const link of read.links) {
        const verdict = this.#judge(path, link, site);
        if (verdict === 'external') result.external += 1;
        else if (verdict === 'unchecked') result.unchecked += 1;
        else checked += 1;
        if (typeof verdict === 'object') faults.push(faultOf(path, link, verdict));
      }
      result.checked += checked;
      for (const { label, line, column, footnote } of site === null ? read.missingReferences : []) {
        const message = footnote
          ? `the footnote [^${label}] is not defined`
          : `the label [${label}] is not defined`;
        faults.push({ rule: 'missing-reference', path, line, column, message });
        result.checked += 1;
      }
      faults.sort((a, b) => a.line - b.line || a.column - b.column);
      result.faults.push(...faults);
      result.told.push(...toldOf(faults, checked));
    }
    return result;
  }

  #judge(document: string, link: MarkdownLink, site: string | null): Verdict {
    const target = linkTarget(document, link.url);
    switch (target.kind) {
      case 'external':
        return 'external';
      case 'placeholder':
      case 'outside':
        return 'unchecked';
      case 'empty':
        return link.kind === 'link'
          ? { rule: 'broken-link', message: 'the link has no destination' }
          : 'unchecked';
      case 'address':
        return addressFault(link.url, target.meant);
      case 'place':
        return this.#judgePlace(document, link, target, site);
    }
  }

  #judgePlace(
    document: string,
    link: MarkdownLink,
    target: LinkTarget & { kind: 'place' },
    site: string | null,
  ): Verdict {
    const found = this.#find(document, link.url, target, site);
    if (found === 'unchecked') return 'unchecked';
    if (found !== null) return this.#judgeFragment(document, link, found, target, site);
    const written = link.url.replace(/[?#].*$/, '');
    if (host.test(written) && !this.#tree.exists(written.split('/')[0] ?? ''))
      return addressFault(link.url, `https://${link.url}`);
    const suggested = suggestPath(this.#tree, target.path, written);
    const message = `${written} does not exist`;
    if (suggested === null) return { rule: 'broken-link', message };
    const url = relativeUrl(document, suggested) + link.url.slice(written.length);
    return { rule: 'broken-link', message: `${message}; did you mean ${url}?`, replacement: url };
  }

  /** The path that a link leads to; null where it leads nowhere. */
  #find(
    document: string,
    written: string,
    target: LinkTarget & { kind: 'place' },
    site: string | null,
  ): string | 'unchecked' | null {
    const { path } = target;
    if (target.same || this.#tree.exists(path)) return path;
    const bare = path.replace(/:\d+(:\d+)?$/, '');
    if (bare !== path && this.#tree.exists(bare)) return bare;
    if (this.#tree.ignores(path) || /(^|\/)node_modules(\/|$)/.test(path)) return 'unchecked';
    if (written.includes('..') && gitHubPage.test(path)) return 'unchecked';
    const candidates = routeCandidates(document, path, written, site ?? '');
    if (site !== null) {
      const route = candidates.find((candidate) => this.#tree.exists(candidate));
      if (route !== undefined) return route;
      if (target.absolute || !namesDocument(path) || this.#isElsewhere(path)) return 'unchecked';
      return null;
    }
    // Without an extension, or with that of a page: a site makes it of the document.
    if (/(^|\/)[^.]*$|\.html?$/i.test(path) && candidates.some((candidate) => this.#tree.exists(candidate)))
      return 'unchecked';
    if (target.absolute) {
      const first = path.split('/')[0] ?? '';
      if (!this.#repository || !(namesDocument(path) || this.#tree.exists(first))) return 'unchecked';
    }
    return null;
  }

  /** Whether a document of the same name lies in a folder of the same name: another language, another version. */
  #isElsewhere(path: string): boolean {
    const end = `/${path.split('/').slice(-2).join('/')}`;
    return this.#tree.named(posix.basename(path)).some((other) => `/${other}`.endsWith(end));
  }

  #judgeFragment(
    document: string,
    link: MarkdownLink,
    path: string,
    { fragment }: LinkTarget & { kind: 'place' },
    site: string | null,
  ): Verdict {
    if (fragment === '') return 'unchecked';
    if (fragment === null || isFreeFragment(fragment)) return 'sound';
    const line = lineOfFragment(fragment);
    if (line !== null) return this.#judgeLine(path, line);
    if (!isMarkdown(path)) return 'sound';
    const read = this.#anchors.get(path);
    if (read === undefined || read.composed) return 'sound';
    const targetSite = this.#sites.rootOf(path, read.frontMatterKeys);
    const loose = site !== null || targetSite !== null || this.#elsewhere;
    if (hasAnchor(read.anchors, fragment, loose)) return 'sound';
    const where = path === document ? 'this document' : path;
    const message = `${where} has no heading or anchor #${fragment}`;
    const suggested = suggestAnchor(read.anchors, fragment);
    if (suggested === null) return { rule: 'broken-anchor', message };
    const replacement = link.url.slice(0, link.url.indexOf('#') + 1) + encodeURI(suggested);
    return { rule: 'broken-anchor', message: `${message}; did you mean #${suggested}?`, replacement };
  }

  #judgeLine(path: string, line: number): Verdict {
    if (this.#tree.kindOf(path) !== 'file') return 'sound';
    let lines = this.#lines.get(path);
    if (lines === undefined) {
      const text = readText(this.#workspace, path);
      lines = text === null ? Number.POSITIVE_INFINITY : text.split(/\r\n|\n|\r/).length;
      this.#lines.set(path, lines);
    }
    if (line <= lines) return 'sound';
    return {
      rule: 'broken-anchor',
      message: `${path} has ${plural(lines, 'line')}, and none of number ${line}`,
    };
  }
}

/** What can only be a host: a file has no such extension, and no folder such a name. */
const host = /^[a-z\d-]+(\.[a-z\d-]+)*\.(com|org|net|io|dev|edu|gov)(\/|$)/i;

function addressFault(written: string, meant: string): Exclude<Verdict, string> {
  return {
    rule: 'broken-link',
    message: `${written} is read as the name of a file; write ${meant}`,
    replacement: meant,
  };
}

function faultOf(path: string, link: MarkdownLink, verdict: Exclude<Verdict, string>): LinkFault {
  const { rule, message, replacement } = verdict;
  const { line, column, endColumn } = link;
  const fix =
    replacement == null || endColumn === null
      ? undefined
      : {
          title: `Link to ${replacement}`,
          edits: [{ line, column, end_line: line, end_column: endColumn, text: replacement }],
        };
  return { rule, path, line, column, message, fix };
}

/** One fault for all that a document has, if it was written for another place: most of its links are broken, or very many. */
function toldOf(faults: readonly LinkFault[], checked: number): readonly LinkFault[] {
  const broken = faults.filter(({ rule, fix }) => rule !== 'missing-reference' && fix === undefined);
  const first = broken[0];
  const share = broken.length / checked;
  const foreign =
    (broken.length >= manyBroken && share >= mostlyBroken) ||
    (broken.length >= veryManyBroken && share >= 0.25);
  if (first === undefined || !foreign) return faults;
  const message = `${first.message}, and ${broken.length - 1} more of the ${checked} links of this document are broken: it seems to be written for another place`;
  return faults
    .filter((fault) => fault === first || !broken.includes(fault))
    .map((fault) => (fault === first ? { ...fault, message } : fault));
}
