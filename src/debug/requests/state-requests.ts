import type { DebugProtocol } from '@vscode/debugprotocol';
import * as z from 'zod';
import { UserError } from '../../common/errors.ts';
import { defaultDefinitionText } from '../../pipeline/default-definition.ts';
import { builtinReference, definitionSource } from '../definition-source.ts';
import { scopeNames, scopeVariables } from '../scopes.ts';
import type { SessionCore } from '../session-core.ts';
import { framesOf, type RunFrame } from '../stack-frames.ts';
import { exceptionBody } from '../stopped-event.ts';
import { currentThread, snapshotOf, threadById, threadsOf } from '../threads.ts';
import { handler, type RequestHandlers } from './request-handler.ts';

const count = z.int().min(0).nullish();
const stackSchema = z.object({ threadId: z.int(), startFrame: count, levels: count });
const frameSchema = z.object({ frameId: z.int() });
const threadSchema = z.object({ threadId: z.int() });
const referenceSchema = z.object({
  sourceReference: z.int().nullish(),
  source: z.object({ sourceReference: z.int().nullish() }).nullish(),
});

/** Where a run stands. */
export const stateRequests: RequestHandlers = new Map([
  handler('threads', 'client', z.unknown(), (core) => {
    const { debuggee, wish } = core;
    const pipeline = wish?.kind === 'launch' ? wish.pipeline : (wish?.found.pipeline ?? 'run');
    const snapshot = debuggee ? snapshotOf(debuggee) : { executions: [], pause: null, pipeline };
    return { body: { threads: threadsOf(snapshot).map(({ id, name }) => ({ id, name })) } };
  }),
  handler('stackTrace', 'pause', stackSchema, (core, { threadId, startFrame, levels }) => {
    const snapshot = snapshotOf(core.running);
    const thread = threadById(snapshot, threadId);
    if (!thread) throw new UserError('unknown-thread', `There is no thread ${threadId}.`);
    const { definition } = core;
    if (!definition) throw new Error('a run without a workspace');
    const frames = framesOf(thread, snapshot.pipeline, snapshot.pause, definition.lines);
    const first = startFrame ?? 0;
    const shown = frames.slice(first, levels ? first + levels : undefined);
    const stackFrames = shown.map((frame) => toldFrame(core, frame, definition.path));
    return { body: { stackFrames, totalFrames: frames.length } };
  }),
  handler('scopes', 'pause', frameSchema, (core, { frameId }) => {
    const { execution } = frameOf(core, frameId).thread;
    if (!execution) return { body: { scopes: [] } };
    const { running } = core;
    const scopes = scopeNames.map((name) => ({
      name,
      variablesReference: core.variables.keep(`${frameId} ${name}`, async () =>
        scopeVariables(name, await running.inspect(execution.executionId)),
      ),
      expensive: false,
      ...(name === 'Inputs' && { presentationHint: 'arguments' }),
    }));
    return { body: { scopes } };
  }),
  handler('exceptionInfo', 'pause', threadSchema, (core, { threadId }) => {
    const snapshot = snapshotOf(core.running);
    const { pause } = snapshot;
    if (pause?.reason !== 'exception' || currentThread(snapshot).id !== threadId)
      throw new UserError('no-exception', 'The run does not stand at a failure of this thread.');
    return { body: exceptionBody(pause) };
  }),
  handler('source', 'client', referenceSchema, (_core, { source, sourceReference }) => {
    const reference = source?.sourceReference ?? sourceReference;
    if (reference !== builtinReference)
      throw new UserError('unknown-source', `There is no source ${reference ?? 'without a number'}.`);
    return { body: { content: defaultDefinitionText, mimeType: 'text/x-yaml' } };
  }),
]);

/** The frame of a number. Errors: `stale`. */
export function frameOf(core: SessionCore, frameId: number): RunFrame {
  const frame = core.frames.get(frameId);
  if (frame) return frame;
  throw new UserError('stale', `Frame ${frameId} is not valid: the run has gone on since.`);
}

function toldFrame(core: SessionCore, frame: RunFrame, path: string | null): DebugProtocol.StackFrame {
  const { name, range, level } = frame;
  const { client } = core;
  // A client that asks again goes on showing what it has unfolded.
  const id = core.frames.keep(`${frame.thread.id} ${level}`, frame);
  const canRestart = level !== 'pipeline' && !core.running.readOnly;
  // Renamed since the run began: there is no line to show.
  if (!range) return { id, name, line: 0, column: 0, canRestart, presentationHint: 'subtle' };
  return {
    id,
    name,
    source: definitionSource(path, client),
    line: client.line(range.start.line),
    column: client.column(range.start.column),
    endLine: client.line(range.end.line),
    endColumn: client.column(range.end.column),
    canRestart,
  };
}
