import { entriesOf, entryOf, itemsOf, type Span, textOf, type YamlNode } from './yaml-node.ts';

/** A name where it stands. */
export interface Mention extends Span {
  readonly name: string;
}

/** Something that has a name of its own, and the mapping that declares it. */
export interface Declared {
  readonly name: string;
  /** Where its name stands. */
  readonly key: Span;
  readonly node: YamlNode;
}

export interface DeclaredStage extends Declared {
  readonly agents: readonly Mention[];
  /** Null where nothing is written. */
  readonly needs: readonly Mention[] | null;
}

export interface DeclaredPipeline extends Declared {
  readonly stages: readonly DeclaredStage[];
}

export interface DeclaredCluster extends Declared {
  readonly agents: readonly Mention[];
}

export interface DeclaredPhase extends Declared {
  readonly clusters: readonly Mention[];
  readonly pipeline: Mention | null;
}

/** What a file declares and mentions, and where: also of a file that is not right yet. */
export interface DefinitionOutline {
  readonly agents: readonly Declared[];
  readonly clusters: readonly DeclaredCluster[];
  readonly phases: readonly DeclaredPhase[];
  readonly pipelines: readonly DeclaredPipeline[];
}

/** Reads the outline of a definition, leaving out whatever is not what it should be. Linear. */
export function outlineOf(root: YamlNode | null): DefinitionOutline {
  return {
    agents: declaredIn(root, 'agents'),
    clusters: declaredIn(root, 'clusters').map((cluster) => {
      return { ...cluster, agents: mentionsIn(cluster.node, 'agents') ?? [] };
    }),
    phases: declaredIn(root, 'phases').map((phase) => {
      const pipeline = mentionOf(entryOf(phase.node, 'pipeline')?.node);
      return { ...phase, clusters: mentionsIn(phase.node, 'clusters') ?? [], pipeline: pipeline ?? null };
    }),
    pipelines: declaredIn(root, 'pipelines').map((pipeline) => ({
      ...pipeline,
      stages: itemsOf(entryOf(pipeline.node, 'stages')?.node).flatMap(stageOf),
    })),
  };
}

function declaredIn(root: YamlNode | null, block: string): Declared[] {
  const node = entryOf(root ?? undefined, block)?.node;
  return Array.from(entriesOf(node), ([name, entry]) => ({ name, key: entry.key, node: entry.node }));
}

function stageOf(node: YamlNode): DeclaredStage[] {
  if (node.kind !== 'map') return [];
  const name = mentionOf(entryOf(node, 'name')?.node);
  const agents = mentionsIn(node, 'agents') ?? [];
  return [{ name: name?.name ?? '', key: name ?? node, node, agents, needs: mentionsIn(node, 'needs') }];
}

function mentionsIn(node: YamlNode, key: string): Mention[] | null {
  const list = entryOf(node, key)?.node;
  return list?.kind === 'list' ? itemsOf(list).flatMap((item) => mentionOf(item) ?? []) : null;
}

function mentionOf(node: YamlNode | undefined): Mention | undefined {
  const name = textOf(node);
  return node === undefined || name === undefined ? undefined : { name, start: node.start, end: node.end };
}

/** Visits mentions with whether the same name stood there before. */
export function eachOnce(
  mentions: readonly Mention[],
  visit: (mention: Mention, repeated: boolean) => void,
): void {
  const seen = new Set<string>();
  for (const mention of mentions) {
    visit(mention, seen.has(mention.name));
    seen.add(mention.name);
  }
}
