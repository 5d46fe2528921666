import { err, ok, type Result } from '../../common/result.ts';
import type { DebugEndpoint } from '../../model/debug.ts';
import { attachNode } from './attach-node.ts';
import { attachPython } from './attach-python.ts';
import type { AttachRequest } from './attach-request.ts';
import type { DebugpyCheck } from './debugpy-check.ts';

/** Lets a debugger into a running process, which goes on meanwhile; the error says why that cannot be. */
export async function attachDebugger(
  request: AttachRequest,
  check: DebugpyCheck,
): Promise<Result<DebugEndpoint, string>> {
  const { runtime, program } = request.target;
  const port = await (runtime === 'node' ? attachNode(request) : attachPython(request, check));
  if (request.signal.aborted) return err('the agent has ended');
  return port.ok ? ok({ runtime, host: '127.0.0.1', port: port.value, waits: false, program }) : port;
}
