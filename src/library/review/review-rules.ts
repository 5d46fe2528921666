import type { ReviewedDocument, ReviewRule, RuleFinding, Surroundings } from './reviewed-document.ts';
import { empty } from './rules/empty.ts';
import { links } from './rules/links.ts';
import { parses } from './rules/parses.ts';
import { secret } from './rules/secret.ts';
import { title } from './rules/title.ts';

/** What documents are reviewed by, in the order in which it is told. */
export const reviewRules: readonly ReviewRule[] = [parses, empty, secret, links, title];

/** A finding with the rule that made it. */
export type FoundByRule = RuleFinding & { readonly rule: string };

/** All that the rules find in a document. */
export function findFaults(document: ReviewedDocument, around: Surroundings): FoundByRule[] {
  return reviewRules.flatMap(({ name, check }) =>
    check(document, around).map((finding) => ({ rule: name, ...finding })),
  );
}
