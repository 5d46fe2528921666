import type { Severity } from '../../../builtin/builtin-agent.ts';
import type { SyntaxNode } from '../../../syntax-tree/syntax-parser.ts';
import type { SecurityRule } from '../security-finding.ts';
import type { TextRange } from '../text-places.ts';

/** A dangerous call, in offsets of its text. */
export interface CallFinding extends TextRange {
  readonly rule: SecurityRule;
  readonly message: string;
  readonly severity?: Severity;
  readonly fix?: {
    readonly title: string;
    readonly edits: readonly (TextRange & { readonly text: string })[];
  };
}

/** A finding at a node: on the first line of it, so that a long call is not marked as a whole. */
export function at(node: SyntaxNode, rest: Omit<CallFinding, 'start' | 'end'>): CallFinding {
  return { start: node.startIndex, end: node.endIndex, ...rest };
}

/** Names of what must not be guessed. */
export const secretName =
  /(^|[_\W])(tokens?|secrets?|passw(or)?ds?|passphrase|pwd|nonce|salt|csrf|otp|api[_-]?key|session[_-]?(id|key|token)|secret[_-]?key|access[_-]?key|auth[_-]?(key|code|token)|verification[_-]?code|reset[_-]?code|invite[_-]?code|credentials?)(?=$|[_\W\d])/i;

/** The words of a name, apart: `resetToken` and `RESET_TOKEN` give `reset_token`. */
export function wordsOf(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
}
