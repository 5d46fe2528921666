import { builtinAgents } from '../builtin/builtin-agents.ts';
import type { Definition } from '../model/definition.ts';
import type { Problem } from '../model/problem.ts';
import type { AnalysisContext } from './analysis-context.ts';
import { checkAgents } from './check-agents.ts';
import { checkClusters, checkPhases } from './check-groups.ts';
import { checkNames } from './check-names.ts';
import { checkPipelines } from './check-pipelines.ts';
import { checkSettings } from './check-settings.ts';
import { defaultDefinitionName, defaultDefinitionText } from './default-definition.ts';
import { type DefinitionOutline, outlineOf } from './definition-outline.ts';
import { type DefinitionPositions, positionsOf } from './definition-positions.ts';
import type { Machine } from './machine.ts';
import { commonPipelines, mergeDefaults, undeclaredAgents } from './merge-defaults.ts';
import { ProblemList, type ProblemSubject } from './problem-list.ts';
import { readYaml, type YamlText } from './read-yaml.ts';
import { Suggestions } from './suggest.ts';
import type { Span } from './yaml-node.ts';

/** A definition file as it is on disk, or in an editor that has not saved it. */
export interface DefinitionSource {
  /** Relative to the workspace, with `/`. */
  readonly file: string;
  readonly text: string;
}

/** What the analysis asks of the world around the file. */
export interface AnalysisHost {
  /** Whether a file exists; the path is relative to the workspace, or absolute. */
  fileExists(path: string): boolean;
  readonly machine: Machine;
}

/** All that a definition file tells. */
export interface Analysis {
  /** The file as it was given; null for the built-in default. */
  readonly file: string | null;
  /** Null where there is any error. */
  readonly definition: Definition | null;
  /** By position. */
  readonly problems: readonly Problem[];
  /** What each of them is about. */
  readonly subjects: ReadonlyMap<Problem, ProblemSubject>;
  /** What the file declares and mentions, as far as it can be read. */
  readonly outline: DefinitionOutline;
  /** The file itself. */
  readonly yaml: YamlText;
  /** Where things stand; computed when first asked for. */
  readonly positions: DefinitionPositions;
}

let defaults: Definition | null = null;

/** Checks a definition wholly and resolves it; null is the built-in default. Finds every problem in one pass. */
export function analyzeDefinition(source: DefinitionSource | null, host: AnalysisHost): Analysis {
  if (source === null) return analyze(null, defaultDefinitionText, host, null);
  defaults ??= defaultDefinition();
  return analyze(source.file, source.text, host, defaults);
}

/** The definition that serves where there is none. */
export function defaultDefinition(): Definition {
  // It declares no scripts and no needs, so that the machine makes no difference.
  const host = { fileExists: () => true, machine: { cores: 1, memory: 2 ** 30 } };
  const { definition, problems } = analyze(null, defaultDefinitionText, host, null);
  if (!definition) throw new Error(`the built-in definition is wrong: ${problems[0]?.message}`);
  return definition;
}

function analyze(
  file: string | null,
  text: string,
  host: AnalysisHost,
  inherited: Definition | null,
): Analysis {
  const yaml = readYaml(text);
  const problems = new ProblemList(file ?? defaultDefinitionName, yaml);
  for (const { severity, code, offset, end, message } of yaml.problems) {
    problems[severity](code, { start: offset, end }, message);
  }
  const outline = outlineOf(yaml.partial);
  let definition: Definition | null = null;
  if (yaml.root?.kind === 'map') {
    const named = (declared: readonly { readonly name: string }[], others: Iterable<string>) =>
      new Set([...declared.map(({ name }) => name), ...others]);
    const common = inherited?.pipelines.filter(({ name }) => commonPipelines.has(name)) ?? [];
    const context: AnalysisContext = {
      root: yaml.root,
      outline,
      problems,
      suggestions: new Suggestions(),
      machine: host.machine,
      fileExists: (path) => host.fileExists(path),
      known: {
        agents: named(outline.agents, builtinAgents.keys()),
        clusters: named(outline.clusters, inherited?.clusters.map(({ id }) => id) ?? []),
        pipelines: named(
          outline.pipelines,
          common.map(({ name }) => name),
        ),
      },
    };
    const declared = check(context, file, inherited);
    definition = inherited ? mergeDefaults(declared, inherited) : declared;
  } else if (!problems.hasErrors) {
    tellNoMapping(
      problems,
      yaml.root === null || yaml.root.value === null,
      yaml.root ?? { start: 0, end: 0 },
    );
  }
  const subjects = problems.sorted();
  let positions: DefinitionPositions | null = null;
  return {
    file,
    definition: problems.hasErrors ? null : definition,
    problems: [...subjects.keys()],
    subjects,
    outline,
    yaml,
    get positions() {
      positions ??= positionsOf(outline, yaml.position);
      return positions;
    },
  };
}

function check(context: AnalysisContext, file: string | null, inherited: Definition | null): Definition {
  checkNames(context);
  const settings = checkSettings(context);
  const byId = (items: readonly { readonly id: string; readonly name: string }[] = []) =>
    new Map(items.map((item) => [item.id, item]));
  const agents = checkAgents(context, settings.limits);
  return {
    file,
    ...settings,
    agents: inherited ? agents : [...agents, ...undeclaredAgents()],
    clusters: checkClusters(context, byId(inherited?.clusters)),
    phases: checkPhases(context, byId(inherited?.phases)),
    pipelines: checkPipelines(context),
  };
}

function tellNoMapping(problems: ProblemList, empty: boolean, place: Span): void {
  const message = empty
    ? 'the definition is empty: declare agents and pipelines, or remove the file and the built-in definition serves'
    : 'a definition must be a mapping, beginning with keys such as `agents:` and `pipelines:`';
  problems.error(empty ? 'empty-definition' : 'wrong-type', place, message);
}
