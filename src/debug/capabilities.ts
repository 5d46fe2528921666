import type { DebugProtocol } from '@vscode/debugprotocol';

const condition = 'CEL over inputs, outputs, metrics, params, status and attempt';

/** What this debugger announces: everything that works, and nothing else. */
export const capabilities: DebugProtocol.Capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsFunctionBreakpoints: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsBreakpointLocationsRequest: true,
  supportsEvaluateForHovers: true,
  supportsClipboardContext: true,
  supportsCompletionsRequest: true,
  completionTriggerCharacters: ['.', '[', '"', "'"],
  supportsStepBack: true,
  supportsSetVariable: true,
  supportsRestartFrame: true,
  supportsGotoTargetsRequest: true,
  supportsExceptionInfoRequest: true,
  supportsExceptionFilterOptions: true,
  exceptionBreakpointFilters: [
    {
      filter: 'failed',
      label: 'Agent failed',
      description: 'Stops when an agent has failed, and no attempt is left.',
      default: true,
      supportsCondition: true,
      conditionDescription: condition,
    },
    {
      filter: 'retried',
      label: 'Agent retried',
      description: 'Stops when an attempt has failed, before the next one.',
      default: false,
      supportsCondition: true,
      conditionDescription: condition,
    },
    {
      filter: 'timed_out',
      label: 'Agent timed out',
      description: 'Stops when an attempt has taken longer than its timeout.',
      default: false,
      supportsCondition: true,
      conditionDescription: condition,
    },
  ],
  supportsTerminateRequest: true,
  supportTerminateDebuggee: true,
  supportsDelayedStackTraceLoading: true,
  supportsCancelRequest: true,
};
