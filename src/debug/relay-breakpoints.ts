import type { DebugProtocol } from '@vscode/debugprotocol';

interface WithBreakpoints {
  readonly breakpoints: readonly DebugProtocol.Breakpoint[];
}

/**
 * Ids of breakpoints between a client and debugpy. What was answered before debugpy was there has ids already; debugpy
 * numbers its own from 0, so that those are moved out of the way.
 */
export class RelayBreakpoints {
  readonly #offset: number;
  /** The client's ids by debugpy's. */
  readonly #aliases = new Map<number, number>();

  /** @param answered bodies of answers that the client has */
  constructor(answered: readonly { readonly body?: unknown }[]) {
    const ids = answered
      .flatMap(({ body }) => (hasBreakpoints(body) ? body.breakpoints : []))
      .map(({ id }) => id ?? 0);
    this.#offset = ids.length === 0 ? 0 : Math.max(...ids) + 1;
  }

  /** What became of breakpoints that were answered before, with the ids that the client has. */
  settle(answered: unknown, response: DebugProtocol.Response): DebugProtocol.Breakpoint[] {
    if (!hasBreakpoints(answered) || !response.success || !hasBreakpoints(response.body)) return [];
    return response.body.breakpoints.flatMap((breakpoint, at) => {
      const id = answered.breakpoints[at]?.id;
      if (id === undefined) return [];
      if (breakpoint.id !== undefined) this.#aliases.set(breakpoint.id, id);
      return [{ ...breakpoint, id }];
    });
  }

  /** A response of debugpy with the client's ids. */
  ofResponse(response: DebugProtocol.Response): DebugProtocol.Response {
    if (this.#offset === 0 || !hasBreakpoints(response.body)) return response;
    const breakpoints = response.body.breakpoints.map((breakpoint) => this.#renumbered(breakpoint));
    return { ...response, body: { ...response.body, breakpoints } };
  }

  /** The body of a `breakpoint` event of debugpy with the client's id. */
  ofEvent(body: DebugProtocol.BreakpointEvent['body']): DebugProtocol.BreakpointEvent['body'] {
    return { ...body, breakpoint: this.#renumbered(body.breakpoint) };
  }

  #renumbered(breakpoint: DebugProtocol.Breakpoint): DebugProtocol.Breakpoint {
    const { id } = breakpoint;
    if (id === undefined) return breakpoint;
    return { ...breakpoint, id: this.#aliases.get(id) ?? id + this.#offset };
  }
}

function hasBreakpoints(body: unknown): body is WithBreakpoints {
  return (
    typeof body === 'object' && body !== null && 'breakpoints' in body && Array.isArray(body.breakpoints)
  );
}
