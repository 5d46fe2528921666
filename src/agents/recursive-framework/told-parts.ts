import type { AgentInput } from '../../agent-protocol/input.ts';
import { healthPartOf, type MeasuredPart } from '../../analysis/health-score.ts';

/** The parts of the health that the agents before this one told. */
export interface ToldParts {
  readonly parts: readonly MeasuredPart[];
  /** Agents that told a `health` which cannot be read. */
  readonly unreadable: readonly string[];
}

/** Reads the `health` of each agent, once: under its plain name, which stands for its latest execution. */
export function toldParts(outputs: AgentInput['outputs']): ToldParts {
  const parts: MeasuredPart[] = [];
  const unreadable: string[] = [];
  for (const [agent, told] of Object.entries(outputs)) {
    if (isStaged(agent, outputs) || told === null || typeof told !== 'object') continue;
    const value = Object.hasOwn(told, 'health') ? told.health : null;
    if (value === null) continue;
    const part = healthPartOf(value);
    if (part === null) unreadable.push(agent);
    else parts.push({ agent, ...part });
  }
  return { parts, unreadable };
}

/** Whether a name is that of an agent behind its stage, `stage/agent`. Both names may hold a stroke themselves. */
function isStaged(name: string, outputs: AgentInput['outputs']): boolean {
  for (let at = name.indexOf('/'); at !== -1; at = name.indexOf('/', at + 1)) {
    if (Object.hasOwn(outputs, name.slice(at + 1))) return true;
  }
  return false;
}
