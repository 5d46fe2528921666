import type { Severity } from '../../../builtin/builtin-agent.ts';
import type { SecurityRule } from '../security-finding.ts';
import type { TextRange } from '../text-places.ts';

/** Something that is wrong in a dependency file, in offsets of its text. */
export interface DependencyFinding extends TextRange {
  readonly rule: SecurityRule;
  readonly message: string;
  readonly severity?: Severity;
  readonly fix?: {
    readonly title: string;
    readonly edits: readonly (TextRange & { readonly text: string })[];
  };
}

/** What the files beside a dependency file say of it. */
export interface Surroundings {
  /** Whether a file exists, relative to the workspace. */
  exists(path: string): boolean;
}

/** Where a text stands first from an offset on; the beginning of the text where it does not. */
export function rangeOf(text: string, part: string, from = 0): TextRange {
  const start = part === '' ? -1 : text.indexOf(part, from);
  return start === -1 ? { start: 0, end: 0 } : { start, end: start + part.length };
}
