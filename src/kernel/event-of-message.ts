import type { AgentMessage } from '../agent-protocol/message.ts';
import { unreachable } from '../common/unreachable.ts';
import type { EventBody, ExecutionRef } from '../model/event.ts';

/** What an agent said, as the event that records it. */
export function eventOfMessage(ref: ExecutionRef, message: AgentMessage): EventBody {
  switch (message.type) {
    case 'progress':
      return {
        type: 'execution.progress',
        ...ref,
        percent: message.percent ?? null,
        message: message.message ?? null,
      };
    case 'metric':
      return {
        type: 'execution.metric',
        ...ref,
        name: message.name,
        value: message.value,
        unit: message.unit ?? null,
      };
    case 'output':
      return { type: 'execution.output', ...ref, name: message.name, value: message.value };
    case 'artifact':
      return { type: 'execution.artifact', ...ref, path: message.path, kind: message.kind ?? null };
    case 'finding':
      return {
        type: 'execution.finding',
        ...ref,
        path: message.path,
        line: message.line ?? null,
        column: message.column ?? null,
        severity: message.severity,
        rule: message.rule ?? null,
        message: message.message,
        ...(message.fix && { fix: message.fix }),
      };
    case 'tokens':
      return {
        type: 'execution.tokens',
        ...ref,
        input: message.input,
        output: message.output,
        model: message.model ?? null,
        costUsd: message.cost_usd ?? null,
      };
    case 'log':
      return { type: 'execution.log', ...ref, level: message.level, message: message.message };
    default:
      return unreachable(message);
  }
}
