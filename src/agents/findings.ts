import { statSync } from 'node:fs';
import { join } from 'node:path';
import { emit } from '../agent-protocol/emit.ts';
import type { Rule, Severity } from '../builtin/builtin-agent.ts';
import { plural } from '../common/text.ts';
import type { FindingFix } from '../model/event.ts';
import { pathFilter } from './path-filter.ts';
import { readText } from './read-text.ts';
import { toldPath } from './told-path.ts';

/** Something that an agent found in a file. */
export interface Finding<R extends string = string> {
  readonly rule: R;
  /** Relative to the workspace, with `/`. */
  readonly path: string;
  /** From 1; absent where the file as a whole is meant. */
  readonly line?: number | undefined;
  /** From 1, in UTF-16 code units. */
  readonly column?: number | undefined;
  readonly message: string;
  /** Where it differs from that of the rule. */
  readonly severity?: Severity | undefined;
  /** What would mend it. */
  readonly fix?: FindingFix | undefined;
}

/** A finding that stands: its severity is known. */
export type StandingFinding<R extends string = string> = Finding<R> & { readonly severity: Severity };

/** Findings that are told; an editor shows no more of one agent. The others are counted, and stand in the report. */
export const mostTold = 1000;

/** Bytes of a file above which no comment is looked for in it: its lines would fill the memory. */
const largestWithComments = 8 * 1024 * 1024;

const order: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** Collects what an agent finds, leaves out what the user does not want to hear of, and tells the rest in order. */
export class Findings<R extends string = string> {
  readonly #workspace: string;
  readonly #rules: Readonly<Record<string, Rule>>;
  readonly #ignored: readonly { readonly rule: string; covers(path: string): boolean }[];
  readonly #kept: StandingFinding<R>[] = [];
  #suppressed = 0;
  /** The lines of the file that was asked about last; findings come file by file. */
  #lines: { readonly path: string; readonly lines: readonly string[] } = { path: '', lines: [] };

  /** @param ignored entries such as `rule` and `rule docs/**` */
  constructor(workspace: string, rules: Readonly<Record<string, Rule>>, ignored: readonly string[] = []) {
    this.#workspace = workspace;
    this.#rules = rules;
    this.#ignored = ignored.map((entry) => {
      const [rule = '', ...patterns] = entry.trim().split(/\s+/);
      const covers = patterns.length === 0 ? () => true : pathFilter(patterns, []);
      return { rule, covers };
    });
  }

  /** Takes a finding; false where the user does not want to hear of it. */
  add(finding: Finding<R>): boolean {
    if (this.#isIgnored(finding) || this.#isSuppressed(finding)) {
      this.#suppressed += 1;
      return false;
    }
    const severity = finding.severity ?? this.#rules[finding.rule]?.severity ?? 'warning';
    const fix = finding.fix && {
      ...finding.fix,
      edits: finding.fix.edits.map((edit) => this.#withOld(finding.path, edit)),
    };
    this.#kept.push({ ...finding, ...(fix && { fix }), severity });
    return true;
  }

  /** What stands, the most severe first, then by path and line. */
  get all(): readonly StandingFinding<R>[] {
    return [...this.#kept].sort(
      (a, b) =>
        order[a.severity] - order[b.severity] ||
        (a.path < b.path ? -1 : a.path > b.path ? 1 : 0) ||
        (a.line ?? 0) - (b.line ?? 0) ||
        (a.column ?? 0) - (b.column ?? 0),
    );
  }

  /** How many were left out since the user said so. */
  get suppressed(): number {
    return this.#suppressed;
  }

  count(severity?: Severity): number {
    if (severity === undefined) return this.#kept.length;
    return this.#kept.filter((finding) => finding.severity === severity).length;
  }

  /** How many stand of each rule, the most frequent first. */
  byRule(): ReadonlyMap<R, number> {
    const counts = new Map<R, number>();
    for (const { rule } of this.#kept) counts.set(rule, (counts.get(rule) ?? 0) + 1);
    return new Map([...counts].sort((a, b) => b[1] - a[1]));
  }

  /** Tells what stands to the engine, `mostTold` at the most. */
  tell(): void {
    const all = this.all;
    for (const finding of all.slice(0, mostTold))
      emit({ type: 'finding', ...finding, path: toldPath(this.#workspace, finding.path) });
    if (all.length > mostTold) {
      const more = plural(all.length - mostTold, 'more finding');
      emit({ type: 'log', level: 'warning', message: `${more} than can be shown: the report has them all` });
    }
  }

  #isIgnored({ rule, path }: Finding<R>): boolean {
    return this.#ignored.some((entry) => entry.rule === rule && entry.covers(path));
  }

  /** Whether a comment on its line, or alone on the line before, says that it is meant to be so. */
  #isSuppressed({ rule, path, line }: Finding<R>): boolean {
    if (line === undefined) return false;
    const lines = this.#linesOf(path);
    const before = lines[line - 2] ?? '';
    return (
      allows(lines[line - 1] ?? '', rule) ||
      (/^\s*(#|\/\/|\/\*|<!--|--|;|%)/.test(before) && allows(before, rule))
    );
  }

  /** An edit with what it replaces, where that is within a line: an editor then sees whether it still stands there. */
  #withOld(path: string, edit: FindingFix['edits'][number]): FindingFix['edits'][number] {
    const line = this.#linesOf(path)[edit.line - 1];
    if (edit.line !== edit.end_line || line === undefined) return edit;
    return { ...edit, old: line.slice(edit.column - 1, edit.end_column - 1) };
  }

  #linesOf(path: string): readonly string[] {
    if (this.#lines.path !== path) {
      const size = statSync(join(this.#workspace, path), { throwIfNoEntry: false })?.size ?? 0;
      const text = size > largestWithComments ? '' : (readText(this.#workspace, path) ?? '');
      this.#lines = { path, lines: text.split(/\r\n|\n|\r/) };
    }
    return this.#lines.lines;
  }
}

/** Whether a line holds `dodeca-ignore`, for all rules or for this one. */
function allows(line: string, rule: string): boolean {
  const at = line.indexOf('dodeca-ignore');
  if (at === -1) return false;
  const named = /^dodeca-ignore\[([^\]]*)\]/.exec(line.slice(at))?.[1];
  return named === undefined || named.split(',').some((name) => name.trim() === rule);
}
