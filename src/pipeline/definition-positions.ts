import type { Declared, DefinitionOutline, Mention } from './definition-outline.ts';
import type { Span } from './yaml-node.ts';
import type { Position } from './yaml-text.ts';

/** From a first character to the one behind the last; lines and columns from 1. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** A name where it is used; quotes are within the range. */
export interface MentionPosition {
  readonly name: string;
  readonly range: Range;
}

/** A name where it is declared, and the block that belongs to it. */
export interface DeclarationPosition {
  readonly name: string;
  readonly key: Range;
  readonly range: Range;
}

export interface StagePosition extends DeclarationPosition {
  readonly agents: readonly MentionPosition[];
  readonly needs: readonly MentionPosition[];
}

export interface PipelinePosition extends DeclarationPosition {
  readonly stages: readonly StagePosition[];
}

export interface ClusterPosition extends DeclarationPosition {
  readonly agents: readonly MentionPosition[];
}

export interface PhasePosition extends DeclarationPosition {
  readonly clusters: readonly MentionPosition[];
  readonly pipeline: MentionPosition | null;
}

/** Where a file declares and mentions what, in the order of the file; also of a file that is not right. */
export interface DefinitionPositions {
  readonly agents: readonly DeclarationPosition[];
  readonly clusters: readonly ClusterPosition[];
  readonly phases: readonly PhasePosition[];
  readonly pipelines: readonly PipelinePosition[];
}

/** Turns the offsets of an outline into lines and columns. */
export function positionsOf(
  outline: DefinitionOutline,
  position: (offset: number) => Position,
): DefinitionPositions {
  const range = ({ start, end }: Span): Range => ({ start: position(start), end: position(end) });
  const mention = ({ name, ...span }: Mention): MentionPosition => ({ name, range: range(span) });
  const declaration = ({ name, key, node }: Declared): DeclarationPosition => ({
    name,
    key: range(key),
    range: range({ start: Math.min(key.start, node.start), end: Math.max(key.end, node.end) }),
  });
  return {
    agents: outline.agents.map(declaration),
    clusters: outline.clusters.map((cluster) => ({
      ...declaration(cluster),
      agents: cluster.agents.map(mention),
    })),
    phases: outline.phases.map((phase) => ({
      ...declaration(phase),
      clusters: phase.clusters.map(mention),
      pipeline: phase.pipeline && mention(phase.pipeline),
    })),
    pipelines: outline.pipelines.map((pipeline) => ({
      ...declaration(pipeline),
      stages: pipeline.stages.map((stage) => ({
        ...declaration(stage),
        agents: stage.agents.map(mention),
        needs: stage.needs?.map(mention) ?? [],
      })),
    })),
  };
}
