import type { Json, JsonObject } from '../common/json.ts';

/** The JSON file that `DODECA_INPUT` names: what an agent is given. */
export interface AgentInput {
  /** The agent's own `with:` block. */
  readonly with: JsonObject;
  /** Parameters of the run. */
  readonly params: JsonObject;
  /** Outputs of the agents that ended before and that this one follows: agent, then output name. */
  readonly outputs: { readonly [agent: string]: { readonly [name: string]: Json } };
}
