import type { DocumentationStudy } from './study.ts';

/** The figures of the documentation of a workspace, by their names. */
export interface DocumentationFigures {
  readonly documents: number;
  readonly definitions_public: number;
  readonly definitions_documented: number;
  /** 0 to 1; null where nothing is public. */
  readonly coverage: number | null;
  readonly links: number;
  readonly links_broken: number;
  readonly anchors_broken: number;
  readonly stale_references: number;
}

export function documentationFigures({
  documents,
  coverage,
  links,
  stale,
}: DocumentationStudy): DocumentationFigures {
  let definitions = 0;
  let documented = 0;
  for (const file of coverage) {
    definitions += file.public;
    documented += file.documented;
  }
  const anchors = links.faults.filter(({ rule }) => rule === 'broken-anchor').length;
  return {
    documents: documents.length,
    definitions_public: definitions,
    definitions_documented: documented,
    coverage: definitions === 0 ? null : documented / definitions,
    links: links.checked,
    links_broken: links.faults.length - anchors,
    anchors_broken: anchors,
    stale_references: stale.length,
  };
}

/** The score of the documentation, 0 to 100, and what it is made of; null where nothing was measured. */
export function documentationHealth(figures: DocumentationFigures): { score: number; basis: string } | null {
  const parts: { score: number; basis: string }[] = [];
  const { coverage, definitions_documented, definitions_public, links } = figures;
  if (coverage !== null) {
    const basis = `${definitions_documented} of ${definitions_public} public definitions documented`;
    parts.push({ score: 100 * coverage, basis });
  }
  if (links > 0) {
    const broken = Math.min(links, figures.links_broken + figures.anchors_broken);
    parts.push({ score: 100 * (1 - broken / links), basis: `${links - broken} of ${links} links work` });
  }
  if (parts.length === 0) return null;
  const score = parts.reduce((sum, part) => sum + part.score, 0) / parts.length;
  return { score, basis: parts.map(({ basis }) => basis).join(', ') };
}
