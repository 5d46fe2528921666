import type { DefinitionPositions, Range, StagePosition } from '../pipeline/definition-positions.ts';

/** A place in a definition file where a run can be made to stop. */
export interface StopLocation {
  readonly kind: 'stage' | 'agent';
  /** Null for the declaration of an agent: it stands for the agent in whatever pipeline. */
  readonly pipeline: string | null;
  readonly stage: string | null;
  /** Null for a stage. */
  readonly agent: string | null;
  /** Where its name stands. */
  readonly range: Range;
  /** The stage or the declaration that it belongs to: first and last line, from 1. */
  readonly block: { readonly first: number; readonly last: number };
}

/** The stop locations of a definition file, and where the things of a run stand in it. Lines and columns from 1. */
export class DefinitionLines {
  /** From top to bottom; a stage before the agents of its line. */
  readonly locations: readonly StopLocation[];
  readonly #positions: DefinitionPositions;
  readonly #byLine = new Map<number, StopLocation[]>();

  constructor(positions: DefinitionPositions) {
    this.#positions = positions;
    this.locations = [...locationsOf(positions)].sort(byPlace);
    for (const location of this.locations) {
      const { line } = location.range.start;
      const beside = this.#byLine.get(line);
      if (beside) beside.push(location);
      else this.#byLine.set(line, [location]);
    }
  }

  /**
   * Where a breakpoint stops that is wanted at a line, or at a column of it: there, else on the nearest line that can
   * stop, within the same stage or declaration first. Null where nothing can stop.
   */
  bind(line: number, column: number | null): StopLocation | null {
    const beside = this.#byLine.get(line);
    if (beside) {
      if (column === null) return beside[0] ?? null;
      const inOrder = beside.toSorted((a, b) => a.range.start.column - b.range.start.column);
      return inOrder.find(({ range }) => range.start.column >= column) ?? inOrder.at(-1) ?? null;
    }
    const around = this.locations.filter(({ block }) => block.first <= line && line <= block.last);
    let best: StopLocation | null = null;
    for (const location of around.length > 0 ? around : this.locations) {
      // What follows wins over what is as near above it: a comment belongs to what it stands over.
      const isNearer = best === null || distance(location, line) < distance(best, line);
      const isBelow = best !== null && startOf(best) < line && startOf(location) > line;
      if (isNearer || (isBelow && best !== null && distance(location, line) === distance(best, line)))
        best = location;
    }
    return best;
  }

  /** What else is written where a location is: the same words, named again by an alias. */
  aliasesOf(location: StopLocation): readonly StopLocation[] {
    const beside = this.#byLine.get(location.range.start.line) ?? [];
    return beside.filter((other) => other !== location && isSameName(other, location));
  }

  /** The locations whose names begin within lines and columns, both ends included; what aliases share counts once. */
  within(from: { line: number; column: number }, to: { line: number; column: number }): StopLocation[] {
    return this.locations.filter((location, index) => {
      const { start } = location.range;
      // What shares its words stands right before it.
      const before = this.locations[index - 1];
      if (before && isSameName(before, location)) return false;
      const isBehind = start.line > from.line || (start.line === from.line && start.column >= from.column);
      const isBefore = start.line < to.line || (start.line === to.line && start.column <= to.column);
      return isBehind && isBefore;
    });
  }

  /** Where a pipeline is declared; where an agent or a cluster is, for `agent:NAME` and `cluster:ID`. */
  pipelineRange(pipeline: string): Range | null {
    const { pipelines, agents, clusters } = this.#positions;
    const declared = pipelines.find(({ name }) => name === pipeline);
    if (declared) return declared.key;
    const [, kind, name] = /^(agent|cluster):(.*)$/s.exec(pipeline) ?? [];
    if (kind === undefined) return null;
    return (kind === 'agent' ? agents : clusters).find((one) => one.name === name)?.key ?? null;
  }

  /** Where a stage of a pipeline has its name. */
  stageRange(pipeline: string, stage: string): Range | null {
    const declared = this.#pipeline(pipeline);
    if (declared) return this.#stage(pipeline, stage)?.key ?? null;
    return this.pipelineRange(pipeline);
  }

  /** Where a stage of a pipeline names an agent. */
  agentRange(pipeline: string, stage: string, agent: string): Range | null {
    if (this.#pipeline(pipeline)) {
      const mention = this.#stage(pipeline, stage)?.agents.find(({ name }) => name === agent);
      return mention?.range ?? null;
    }
    if (pipeline.startsWith('cluster:')) {
      const cluster = this.#positions.clusters.find(({ name }) => `cluster:${name}` === pipeline);
      const mention = cluster?.agents.find(({ name }) => name === agent);
      if (mention) return mention.range;
    }
    return this.#positions.agents.find(({ name }) => name === agent)?.key ?? this.pipelineRange(pipeline);
  }

  #pipeline(name: string) {
    return this.#positions.pipelines.find((pipeline) => pipeline.name === name);
  }

  #stage(pipeline: string, name: string): StagePosition | undefined {
    return this.#pipeline(pipeline)?.stages.find((stage) => stage.name === name);
  }
}

function* locationsOf({ agents, pipelines }: DefinitionPositions): Generator<StopLocation> {
  for (const { name, key, range } of agents) {
    yield { kind: 'agent', pipeline: null, stage: null, agent: name, range: key, block: blockOf(range) };
  }
  for (const pipeline of pipelines) {
    for (const stage of pipeline.stages) {
      // Without a name there is nothing to stop at, and the definition is wrong.
      if (stage.name === '') continue;
      const place = { pipeline: pipeline.name, stage: stage.name, block: blockOf(stage.range) };
      yield { ...place, kind: 'stage', agent: null, range: stage.key };
      for (const { name, range } of stage.agents) yield { ...place, kind: 'agent', agent: name, range };
    }
  }
}

/** A block may end with the line break behind its last line. */
function blockOf({ start, end }: Range): StopLocation['block'] {
  const isWhole = end.column === 1 && end.line > start.line;
  return { first: start.line, last: isWhole ? end.line - 1 : end.line };
}

function byPlace(a: StopLocation, b: StopLocation): number {
  const lines = a.range.start.line - b.range.start.line;
  if (lines !== 0) return lines;
  if (a.kind !== b.kind) return a.kind === 'stage' ? -1 : 1;
  return a.range.start.column - b.range.start.column;
}

function isSameName(a: StopLocation, b: StopLocation): boolean {
  return a.kind === b.kind && startOf(a) === startOf(b) && a.range.start.column === b.range.start.column;
}

function startOf({ range }: StopLocation): number {
  return range.start.line;
}

function distance(location: StopLocation, line: number): number {
  return Math.abs(startOf(location) - line);
}
