import { basename } from 'node:path';
import type { DebugEndpoint } from '../model/debug.ts';
import type { ExecutionView } from '../model/run-view.ts';

/** What `startDebugging` is asked with. */
export interface ChildSession {
  readonly request: 'attach';
  readonly configuration: Readonly<Record<string, unknown>>;
}

/** The session in which the process of an agent is debugged: by debugpy through a relay, or by the editor's own debugger for Node. */
export function childSession(execution: ExecutionView, endpoint: DebugEndpoint): ChildSession {
  const { host, port, program, waits } = endpoint;
  const file = program === null ? '' : ` (${basename(program)})`;
  const name = `${execution.stage}/${execution.agent}${file}`;
  const configuration =
    endpoint.runtime === 'python'
      ? {
          type: 'dodeca',
          request: 'attach',
          name,
          runtime: 'python',
          connect: { host, port },
          program,
          waits,
        }
      : {
          type: 'node',
          request: 'attach',
          name,
          // VS Code makes it the type of the session that asks: what is meant is known by this.
          runtime: 'node',
          address: host,
          port,
          // A process that waits is to be seen at its first line.
          continueOnAttach: !waits,
          restart: false,
        };
  return { request: 'attach', configuration };
}

/** What is said where no session can be started: where to attach by hand. */
export function attachByHand(execution: ExecutionView, endpoint: DebugEndpoint): string {
  const { runtime, host, port, waits } = endpoint;
  const debuggerName = runtime === 'python' ? 'debugpy' : 'the inspector of Node';
  const how = waits ? 'waits for a debugger' : 'can be debugged';
  return `${execution.stage}/${execution.agent} ${how}: attach to ${debuggerName} at ${host}:${port}\n`;
}
