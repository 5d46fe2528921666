import { plural } from '../../common/text.ts';
import type { DocumentStatus } from '../../model/library-report.ts';
import type { ReviewDecision } from '../../model/library-review.ts';
import { reviewRules } from './review-rules.ts';

/** What a person said of a document, where it still holds. */
export interface StandingDecision {
  readonly decision: Exclude<ReviewDecision, 'clear'>;
  /** ISO 8601. */
  readonly at: string;
  readonly by: string;
}

/** Why a file is not what it would be if it were made now. */
export interface Staleness {
  /** What it was made from. */
  readonly input: string;
  /** Since that run the input has changed; null where the input is stale itself. */
  readonly runId: string | null;
  readonly agent: string;
}

/** All that the status of a document depends on. */
export interface Evidence {
  /** What the first error says; null where the rules found none. */
  readonly firstError: string | null;
  readonly errors: number;
  readonly decision: StandingDecision | null;
  readonly stale: Staleness | null;
  /** The execution that wrote what it holds now; null where none did. */
  readonly writtenBy: { readonly agent: string; readonly runId: string } | null;
  /** The test that it passed as it is now; null where it passed none. */
  readonly passed: { readonly agent: string; readonly runId: string } | null;
}

export interface Judgement {
  readonly status: DocumentStatus;
  /** Why, in words. */
  readonly because: string;
}

/** Where a document stands among those that say the same: nothing where there are none. */
export type Standing =
  /** It is the one to go by; `because` says why. */
  | { readonly kind: 'centre'; readonly because: string }
  /** Another one is. */
  | { readonly kind: 'member' }
  | null;

/** The status of a document: what comes first of rejected, stale, canonical, validated, reviewed, found. */
export function judge(evidence: Evidence, standing: Standing): Judgement {
  const { decision, stale, writtenBy, passed, errors, firstError } = evidence;
  if (decision?.decision === 'reject')
    return { status: 'rejected', because: `${said(decision)} rejected it` };
  if (stale !== null) return { status: 'stale', because: staleBecause(stale) };
  if (decision?.decision === 'canonical' && standing?.kind !== 'member')
    return { status: 'canonical', because: `${said(decision)} marked it as the one to go by` };
  if (standing?.kind === 'centre')
    return {
      status: 'canonical',
      because: `of those that say the same it is the one to go by: ${standing.because}`,
    };
  if (decision?.decision === 'accept')
    return { status: 'validated', because: `${said(decision)} accepted it as it is` };
  if (writtenBy !== null)
    return {
      status: 'validated',
      because: `${writtenBy.agent} wrote it in run ${writtenBy.runId}, which succeeded, and it has not changed since`,
    };
  if (passed !== null)
    return {
      status: 'validated',
      because: `it passed ${passed.agent} in run ${passed.runId}, and has not changed since`,
    };
  if (errors === 0)
    return {
      status: 'reviewed',
      because: `${plural(reviewRules.length, 'rule')} found no error`,
    };
  return {
    status: 'found',
    because: `the review found ${plural(errors, 'error')}: ${firstError ?? ''}`,
  };
}

/** Of a document that no review has come by yet. */
export const notReviewed: Judgement = { status: 'found', because: 'it has not been reviewed yet' };

function said({ by, at }: StandingDecision): string {
  return `on ${at.slice(0, 10)} ${by}`;
}

function staleBecause({ input, runId, agent }: Staleness): string {
  return runId === null
    ? `${agent} made it from ${input}, which is stale itself`
    : `${agent} made it from ${input}, which has changed since run ${runId}`;
}
