import { builtinAgents } from '../builtin/builtin-agents.ts';
import type { Analysis } from '../pipeline/analyze-definition.ts';
import type { YamlPath } from '../pipeline/yaml-node.ts';
import { nodeAt } from '../pipeline/yaml-node.ts';
import { type Completion, completionAt } from './completion.ts';
import type { CursorContext } from './cursor-context.ts';
import { inherited, lockNames, namesOf } from './known-names.ts';
import { agentDescriptions, nameOf, stageAgents } from './outline-facts.ts';
import type { PlaceMeaning } from './place-meaning.ts';
import { isPlain, quoted } from './written-name.ts';

interface Choice {
  readonly name: string;
  readonly kind: Completion['kind'];
  readonly detail: string;
}

/** Names that may stand at the cursor and do not stand in its list yet. */
export function completeNames(
  context: CursorContext,
  meaning: PlaceMeaning,
  analysis: Analysis,
): readonly Completion[] {
  return choicesFor(context.path, meaning, analysis)
    .filter(({ name }) => !context.items.includes(name))
    .map(({ name, kind, detail }) =>
      completionAt(context, { label: name, kind, detail, insert: inserted(name, context) }),
    );
}

/** A name as it must be written where the cursor is. */
export function inserted(name: string, { quote }: Pick<CursorContext, 'quote'>): string {
  if (quote !== null) return quoted(name, quote).slice(1, -1);
  return isPlain(name) ? name : quoted(name, '"');
}

function choicesFor(path: YamlPath, meaning: PlaceMeaning, analysis: Analysis): readonly Choice[] {
  const { outline } = analysis;
  switch (meaning) {
    case 'agent':
      return Array.from(agentDescriptions(analysis), ([name, detail]) => ({ name, kind: 'agent', detail }));
    case 'cluster':
      return namesOf(analysis, 'cluster').map((name) => {
        const declared = outline.clusters.find((cluster) => cluster.name === name);
        const usual = inherited().clusters.find(({ id }) => id === name)?.name;
        return { name, kind: 'cluster', detail: (declared && nameOf(declared.node)) || (usual ?? '') };
      });
    case 'pipeline':
      return namesOf(analysis, 'pipeline').map((name) => ({ name, kind: 'pipeline', detail: '' }));
    case 'stage': {
      const pipeline = outline.pipelines.find(({ name }) => name === path[1]);
      const own = nodeAt(analysis.yaml.partial ?? undefined, path.slice(0, 4));
      return (pipeline?.stages ?? [])
        .filter((stage, index) => stage.name !== '' && stage.node !== own && index !== path[3])
        .map((stage) => ({ name: stage.name, kind: 'stage', detail: stageAgents(stage) }));
    }
    case 'builtin':
      return Array.from(builtinAgents.values(), ({ name, description }) => {
        return { name: `builtin:${name}`, kind: 'builtin', detail: description };
      });
    case 'lock':
      return lockNames(analysis).map((name) => ({ name, kind: 'lock', detail: '' }));
    default:
      return [];
  }
}
