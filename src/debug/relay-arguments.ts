import type { DebugProtocol } from '@vscode/debugprotocol';
import { err, ok, type Result } from '../common/result.ts';
import type { RelayAddress } from './relay-connection.ts';

/** What of our attach request is not for debugpy. */
const ours: readonly string[] = [
  'type',
  'runtime',
  'program',
  'waits',
  'workspace',
  'agent',
  'run',
  'replay',
];

/** What every debugpy of these years can do; told before it is reached. */
export const debugpyCapabilities: DebugProtocol.Capabilities = {
  supportsCompletionsRequest: true,
  supportsConditionalBreakpoints: true,
  supportsConfigurationDoneRequest: true,
  supportsDelayedStackTraceLoading: true,
  supportsEvaluateForHovers: true,
  supportsExceptionInfoRequest: true,
  supportsExceptionOptions: true,
  supportsFunctionBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsModulesRequest: true,
  supportsSetExpression: true,
  supportsSetVariable: true,
  supportsValueFormattingOptions: true,
  supportsTerminateRequest: true,
  supportTerminateDebuggee: true,
  supportsGotoTargetsRequest: true,
  supportsClipboardContext: true,
  supportsStepInTargetsRequest: true,
  exceptionBreakpointFilters: [
    {
      filter: 'raised',
      label: 'Raised Exceptions',
      default: false,
      description: 'Break whenever any exception is raised.',
    },
    {
      filter: 'uncaught',
      label: 'Uncaught Exceptions',
      default: true,
      description: 'Break when the process is exiting due to unhandled exception.',
    },
    {
      filter: 'userUnhandled',
      label: 'User Uncaught Exceptions',
      default: false,
      description: 'Break when exception escapes into library code.',
    },
  ],
};

/** Where an attach request wants to go; the error says what is wrong with it. */
export function addressOf(args: unknown): Result<RelayAddress, string> {
  const connect = isRecord(args) ? args.connect : undefined;
  if (!isRecord(connect)) return err('"connect" is missing: { "host": "127.0.0.1", "port": … } of a debugpy');
  const { host = '127.0.0.1', port } = connect;
  if (typeof host !== 'string' || host === '') return err('"connect.host" must be the name of a host');
  if (typeof port !== 'number' || !Number.isInteger(port) || port < 1 || port > 65_535)
    return err('"connect.port" must be a port, 1 to 65535');
  return ok({ host, port });
}

/** The arguments of `initialize` for debugpy. */
export function initializeForDebugpy(args: unknown): Record<string, unknown> {
  return {
    linesStartAt1: true,
    columnsStartAt1: true,
    ...(isRecord(args) ? args : {}),
    adapterID: 'debugpy',
    // It knows no other, and refuses to be asked for one.
    pathFormat: 'path',
    // It tells of child processes by its own event then, in every version.
    supportsStartDebuggingRequest: false,
  };
}

/** The arguments of `attach` for debugpy. */
export function attachForDebugpy(args: unknown): Record<string, unknown> {
  const given = Object.entries(isRecord(args) ? args : {}).filter(
    ([key]) => !ours.includes(key) && !key.startsWith('__'),
  );
  return { justMyCode: true, subProcess: true, ...Object.fromEntries(given) };
}

/** What a client is asked to attach to, where debugpy tells of a child process. */
export function childConfiguration(body: unknown): Record<string, unknown> {
  const given = isRecord(body) ? body : {};
  return { ...given, type: 'dodeca', request: 'attach', runtime: 'python', waits: false };
}

/**
 * The capabilities of debugpy, and `false` for what was announced and is not among them.
 *
 * @param announced what the client was told before
 */
export function replacedCapabilities(
  announced: DebugProtocol.Capabilities,
  actual: DebugProtocol.Capabilities,
): DebugProtocol.Capabilities {
  const gone = Object.entries(announced)
    .filter(([key, value]) => value !== false && !(key in actual))
    .map(([key, value]) => [key, Array.isArray(value) ? [] : false]);
  return { ...Object.fromEntries(gone), ...actual };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
