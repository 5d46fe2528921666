import type { Problem } from '../model/problem.ts';
import type { Analysis } from '../pipeline/analyze-definition.ts';
import { shownName } from '../pipeline/name-rule.ts';
import type { ProblemSubject } from '../pipeline/problem-list.ts';
import { isAbsolutePath, leavesWorkspace } from '../pipeline/workspace-path.ts';
import { conditionEdits } from './condition-edits.ts';
import { declareAgent } from './declare-agent.ts';
import { occurrencesIn } from './find-occurrences.ts';
import { removal } from './remove-node.ts';
import { scriptText } from './script-text.ts';
import type { TextEdit } from './text-edit.ts';
import { nameEdit } from './written-name.ts';

/** A way to mend a problem. */
export interface QuickFix {
  readonly title: string;
  readonly problem: Problem;
  readonly edits: readonly TextEdit[];
  /** A file to be written; null for none. The path is relative to the workspace. */
  readonly create: { readonly path: string; readonly text: string } | null;
  /** Whether it is what most people would do. */
  readonly preferred: boolean;
}

/** Problems that are gone once the entry or item at their place is. */
const removable: ReadonlySet<string> = new Set([
  'unknown-key',
  'critical-allowed-to-fail',
  'agent-program',
  'cache-without-inputs',
  'duplicate-mention',
  'duplicate-agent',
  'duplicate-need',
  'duplicate-lock',
  'self-need',
  'unknown-stage',
]);

/** What can be done about a problem, the likeliest first. */
export function quickFixes(analysis: Analysis, problem: Problem): readonly QuickFix[] {
  const subject = analysis.subjects.get(problem);
  if (!subject) return [];
  const fixes: QuickFix[] = [];
  const add = (title: string, edits: readonly TextEdit[], create: QuickFix['create'] = null): void => {
    fixes.push({ title, problem, edits, create, preferred: fixes.length === 0 });
  };
  const { name, meant } = subject;
  const change = meant === null ? null : meantEdits(analysis, problem, subject, meant);
  if (change) add(`Change to '${shownName(meant ?? '')}'`, change);
  if (problem.code === 'unknown-agent' && name) {
    const edit = declareAgent(analysis, name);
    if (edit) add(`Add missing agent '${shownName(name)}'`, [edit]);
  }
  if (problem.code === 'missing-script' && name && !isAbsolutePath(name) && !leavesWorkspace(name)) {
    add(`Create script '${name}'`, [], { path: name, text: scriptText(name) });
  }
  const edit = removalFor(analysis, problem, subject);
  if (edit) add(`Remove ${shownPart(analysis, subject)}`, [edit]);
  return fixes;
}

function removalFor(analysis: Analysis, { code }: Problem, { span, name }: ProblemSubject): TextEdit | null {
  // An agent without a program has no key that is too much.
  if (!removable.has(code) || (code === 'agent-program' && name === null)) return null;
  return removal(analysis.yaml.text, analysis.yaml.root, span);
}

function shownPart({ yaml }: Analysis, { span }: ProblemSubject): string {
  const [first = ''] = yaml.text.slice(span.start, Math.min(span.end, span.start + 60)).split('\n');
  return `'${first.trim().replace(/^(["'])(.*)\1$/, '$2')}'`;
}

/** The meant name in place of the written one; null where it cannot stand there. */
function meantEdits(
  analysis: Analysis,
  { code }: Problem,
  { span, name }: ProblemSubject,
  meant: string,
): readonly TextEdit[] | null {
  const { text } = analysis.yaml;
  if (code === 'unknown-builtin') return [nameEdit(text, span, `builtin:${meant}`)];
  if (code === 'bad-expression') {
    return text.slice(span.start, span.end) === name
      ? [{ start: span.start, end: span.end, text: meant }]
      : null;
  }
  if (code !== 'unknown-reference') return [nameEdit(text, span, meant)];
  const place = occurrencesIn(analysis).find(
    ({ start, condition }) => condition?.reference.name === name && span.start <= start && start < span.end,
  )?.condition;
  const edits = place && conditionEdits(text, place.node, [place], meant);
  return edits?.ok ? edits.value : null;
}
