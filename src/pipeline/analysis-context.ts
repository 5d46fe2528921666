import type * as z from 'zod';
import type { DefinitionOutline } from './definition-outline.ts';
import { explainIssues } from './explain-issues.ts';
import type { Machine } from './machine.ts';
import type { ProblemList } from './problem-list.ts';
import type { Suggestions } from './suggest.ts';
import type { YamlNode } from './yaml-node.ts';

/** What the checks of one definition share. */
export interface AnalysisContext {
  readonly root: YamlNode;
  readonly outline: DefinitionOutline;
  readonly problems: ProblemList;
  readonly suggestions: Suggestions;
  readonly machine: Machine;
  /** Whether a file exists; the path is relative to the workspace, or absolute. */
  fileExists(path: string): boolean;
  /** Names that may be mentioned: declared ones, also where their declaration is wrong, and built-in ones. */
  readonly known: {
    readonly agents: ReadonlySet<string>;
    readonly clusters: ReadonlySet<string>;
    readonly pipelines: ReadonlySet<string>;
  };
}

/** What a schema makes of a mapping without the keys that it has something against; undefined where that is not enough. */
export function rightPartOf<T extends z.ZodType>(schema: T, node: YamlNode): z.output<T> | undefined {
  const parsed = schema.safeParse(node.value);
  if (parsed.success || node.kind !== 'map') return parsed.data;
  const wrong = new Set<PropertyKey | undefined>();
  for (const issue of parsed.error.issues) {
    if (issue.code !== 'unrecognized_keys' || issue.path.length > 0) wrong.add(issue.path[0]);
    else for (const key of issue.keys) wrong.add(key);
  }
  return schema.safeParse(Object.fromEntries(Object.entries(node.value).filter(([key]) => !wrong.has(key))))
    .data;
}

/** What a schema makes of a node; undefined where the schema has something against it, which is told. */
export function checkedBy<T extends z.ZodType>(
  context: AnalysisContext,
  schema: T,
  node: YamlNode,
  name: string,
): z.output<T> | undefined {
  const parsed = schema.safeParse(node.value);
  if (parsed.success) return parsed.data;
  for (const issue of explainIssues(parsed.error.issues, schema, node, name, context.suggestions)) {
    context.problems.error(issue.code, issue.place, issue.message, issue.about);
  }
  return undefined;
}
