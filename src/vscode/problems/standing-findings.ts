import type { DodecaEvent } from '../../model/event.ts';
import type { Finding, FindingsReport } from '../../model/report.ts';

/** A finding with the agent that has it. */
export interface StandingFinding extends Finding {
  readonly agent: string;
}

interface AgentFindings {
  readonly executionId: string;
  /** By path. */
  readonly byPath: Map<string, Map<string, StandingFinding>>;
}

/** Findings of one agent that are kept; the engine gives no more either. */
const mostFindings = 1000;

/**
 * Which findings stand in a workspace: for every agent those of the last of its executions that began. Takes in events
 * as they come and what the engine says of earlier ones, in any order.
 */
export class StandingFindings {
  readonly #agents = new Map<string, AgentFindings>();
  readonly #counts = new Map<string, number>();
  /** Agents that have begun since the engine was asked: they know better than its answer. */
  readonly #begunSinceAsked = new Set<string>();
  #changed = new Set<string>();

  /** Whether a file has other findings than when it was last taken. */
  get hasChanges(): boolean {
    return this.#changed.size > 0;
  }

  apply(event: DodecaEvent): void {
    // An earlier result is told again, without a process.
    if (event.type === 'execution.starting' || event.type === 'cache.hit') {
      this.#begin(event.agent, event.executionId);
      this.#begunSinceAsked.add(event.agent);
    }
    if (event.type === 'execution.finding') this.#add(event.executionId, event);
  }

  /** The engine is asked what it knows from before. */
  ask(): void {
    this.#begunSinceAsked.clear();
  }

  /** What the engine answered. An agent that it does not name has no findings. */
  load(reports: readonly FindingsReport[]): void {
    const named = new Set(reports.map(({ agent }) => agent));
    for (const agent of this.#agents.keys()) {
      if (!named.has(agent) && !this.#begunSinceAsked.has(agent)) this.#clear(agent);
    }
    for (const { agent, executionId, findings } of reports) {
      if (this.#begunSinceAsked.has(agent)) continue;
      this.#begin(agent, executionId);
      for (const finding of findings) this.#add(executionId, { ...finding, agent });
    }
  }

  /** Nothing stands any more. */
  clear(): void {
    for (const agent of [...this.#agents.keys()]) this.#clear(agent);
  }

  /** Every file is to be taken again. */
  touchAll(): void {
    for (const { byPath } of this.#agents.values()) for (const path of byPath.keys()) this.#changed.add(path);
  }

  /** Files whose findings are others, with all that stand: until so many findings are taken, one file at least. */
  takeChanges(most: number): { readonly path: string; readonly findings: readonly StandingFinding[] }[] {
    const taken: { readonly path: string; readonly findings: readonly StandingFinding[] }[] = [];
    let count = 0;
    for (const path of this.#changed) {
      if (count >= most) break;
      const findings = [...this.#agents.values()].flatMap(({ byPath }) => [
        ...(byPath.get(path)?.values() ?? []),
      ]);
      this.#changed.delete(path);
      taken.push({ path, findings });
      // A file without findings costs something too.
      count += 1 + findings.length;
    }
    return taken;
  }

  #begin(agent: string, executionId: string): void {
    this.#clear(agent);
    this.#agents.set(agent, { executionId, byPath: new Map() });
  }

  #clear(agent: string): void {
    for (const path of this.#agents.get(agent)?.byPath.keys() ?? []) this.#changed.add(path);
    this.#agents.delete(agent);
    this.#counts.delete(agent);
  }

  #add(executionId: string, given: StandingFinding): void {
    const { agent, path, line, column, severity, rule, message, fix } = given;
    if (!this.#agents.has(agent)) this.#begin(agent, executionId);
    const own = this.#agents.get(agent);
    const count = this.#counts.get(agent) ?? 0;
    // Of an execution that another one has followed.
    if (own?.executionId !== executionId || count >= mostFindings) return;
    const inFile = own.byPath.get(path) ?? new Map<string, StandingFinding>();
    const key = JSON.stringify([line, column, severity, rule, message]);
    // Told and answered, or told twice.
    if (inFile.has(key)) return;
    inFile.set(key, { agent, path, line, column, severity, rule, message, ...(fix && { fix }) });
    own.byPath.set(path, inFile);
    this.#counts.set(agent, count + 1);
    this.#changed.add(path);
  }
}
