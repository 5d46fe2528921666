import * as z from 'zod';
import { UserError } from '../../common/errors.ts';
import { definitionFor } from '../breakpoint-places.ts';
import type { Debuggee } from '../debuggee.ts';
import type { DefinitionLines } from '../definition-lines.ts';
import type { SessionCore } from '../session-core.ts';
import { sourceKey, sourceSchema } from './breakpoint-requests.ts';
import { handler, movingHandler, type Reply, type RequestHandlers } from './request-handler.ts';
import { frameOf } from './state-requests.ts';

const threadSchema = z.object({ threadId: z.int() });
const frameSchema = z.object({ frameId: z.int() });
const goToSchema = z.object({ threadId: z.int(), targetId: z.int() });
const targetsSchema = z.object({
  source: sourceSchema,
  line: z.int().min(0),
  column: z.int().min(0).nullish(),
});

/** Moving a run: forwards, backwards, elsewhere. */
export const controlRequests: RequestHandlers = new Map([
  movingHandler('continue', 'pause', threadSchema, (core) =>
    move(core, (run) => run.continue(), { allThreadsContinued: true }),
  ),
  movingHandler('next', 'pause', threadSchema, (core) => move(core, (run) => run.step('over'))),
  movingHandler('stepIn', 'pause', threadSchema, (core) => move(core, (run) => run.step('into'))),
  movingHandler('stepOut', 'pause', threadSchema, (core) => move(core, (run) => run.step('out'))),
  movingHandler('stepBack', 'pause', threadSchema, (core) => move(core, (run) => run.stepBack())),
  movingHandler('reverseContinue', 'pause', threadSchema, (core) =>
    move(core, (run) => run.reverseContinue()),
  ),
  movingHandler('pause', 'client', threadSchema, async (core) => {
    await core.pause();
    return {};
  }),
  movingHandler('restartFrame', 'pause', frameSchema, (core, { frameId }) => {
    const { level, thread } = frameOf(core, frameId);
    const { execution } = thread;
    if (level === 'pipeline' || !execution) {
      const message = 'A pipeline cannot be restarted as a frame: restart one of its stages or agents.';
      throw new UserError('cannot-restart', message);
    }
    const executionId = level === 'execution' ? execution.executionId : null;
    return move(core, (run) => run.restart(execution.stage, executionId));
  }),
  handler('gotoTargets', 'run', targetsSchema, (core, { source, line }) => {
    const { client, running } = core;
    const found = definitionFor(sourceKey(source, client), core.definition);
    if ('refusal' in found) return { body: { targets: [] } };
    const target = stageAt(found.definition.lines, running.pipeline, client.lineFrom(line));
    if (target === null) return { body: { targets: [] } };
    const { stage, range } = target;
    const id = core.targets.create(stage);
    const place = { line: client.line(range.start.line), column: client.column(range.start.column) };
    return { body: { targets: [{ id, label: `stage ${stage}`, ...place }] } };
  }),
  movingHandler('goto', 'pause', goToSchema, (core, { targetId }) => {
    const stage = core.targets.get(targetId);
    if (stage === undefined)
      throw new UserError('stale', 'This target is no longer valid: the run has gone on since.');
    return move(core, (run) => run.goTo(stage));
  }),
]);

/** Lets the run go on; what follows from it is heard of after the answer. */
async function move(core: SessionCore, go: (run: Debuggee) => Promise<void>, body?: object): Promise<Reply> {
  core.teller.expectContinued();
  try {
    await go(core.running);
  } catch (error) {
    core.teller.expectNothing();
    throw error;
  }
  return { body };
}

/** The stage of a pipeline that a line is in. */
function stageAt(lines: DefinitionLines, pipeline: string, line: number) {
  const stages = lines.locations.filter((one) => one.kind === 'stage' && one.pipeline === pipeline);
  const location =
    stages.find(({ range }) => range.start.line === line) ??
    stages.find(({ block }) => block.first <= line && line <= block.last);
  return location && location.stage !== null ? { stage: location.stage, range: location.range } : null;
}
