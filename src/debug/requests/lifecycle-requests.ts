import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import * as z from 'zod';
import { UserError } from '../../common/errors.ts';
import { resolveParams } from '../../pipeline/resolve-params.ts';
import { targetPipeline } from '../../pipeline/run-target.ts';
import { capabilities } from '../capabilities.ts';
import { ClientFeatures, initializeSchema } from '../client-features.ts';
import { type LaunchArguments, readAttachArguments, readLaunchArguments } from '../launch-arguments.ts';
import { findRun } from '../open-debuggee.ts';
import { type SessionCore, sessionIsOver } from '../session-core.ts';
import { WorkspaceDefinition } from '../workspace-definition.ts';
import { handler, movingHandler, type Reply, type RequestHandlers } from './request-handler.ts';

const anything = z.unknown();
const leaveSchema = z.object({ terminateDebuggee: z.boolean().nullish() });

/** Beginning and ending a session. */
export const lifecycleRequests: RequestHandlers = new Map([
  handler('initialize', 'nothing', initializeSchema, (core, args) => {
    if (core.features) throw new UserError('bad-order', '`initialize` was sent already.');
    core.features = new ClientFeatures(args);
    return { body: capabilities, afterwards: () => core.wire.event('initialized') };
  }),
  handler('launch', 'client', anything, launch),
  handler('attach', 'client', anything, attach),
  handler('configurationDone', 'client', anything, (core) => {
    if (core.isConfigured) throw new UserError('bad-order', '`configurationDone` was sent already.');
    core.isConfigured = true;
    return { afterwards: () => core.beginIfReady() };
  }),
  movingHandler('terminate', 'client', anything, async (core) => {
    await core.terminate();
    return {};
  }),
  handler('disconnect', 'nothing', leaveSchema, async (core, { terminateDebuggee }) => {
    if (core.isOver) return {};
    try {
      if (terminateDebuggee === true) await core.cancel();
      await core.debuggee?.disconnect();
    } finally {
      core.leave();
    }
    return {};
  }),
]);

function launch(core: SessionCore, args: unknown): Reply {
  refuseSecond(core);
  const wish = readLaunchArguments(args, core.options.defaultWorkspace ?? null);
  checkLaunch(wish);
  return { afterwards: () => core.choose(wish) };
}

async function attach(core: SessionCore, args: unknown): Promise<Reply> {
  refuseSecond(core);
  const wish = readAttachArguments(args, core.options.defaultWorkspace ?? null);
  checkFolder(wish.workspace);
  core.isChoosing = true;
  try {
    const client = await core.options.connect(wish.workspace);
    try {
      const found = await findRun(client, wish.run);
      if (core.isOver) throw sessionIsOver();
      return { afterwards: () => core.choose({ ...wish, client, found }) };
    } catch (error) {
      client.dispose();
      throw error;
    }
  } finally {
    core.isChoosing = false;
  }
}

function refuseSecond(core: SessionCore): void {
  if (core.isOver) throw sessionIsOver();
  if (core.wish || core.isChoosing)
    throw new UserError('bad-order', 'This session debugs a run already: start another one.');
}

/** What is wrong with a launch is best told before anything begins. Throws a `UserError`. */
function checkLaunch({ workspace, pipeline, params }: LaunchArguments): void {
  checkFolder(workspace);
  const { analysis } = new WorkspaceDefinition(workspace);
  const { definition } = analysis;
  if (!definition) {
    const problem = analysis.problems.find(({ severity }) => severity === 'error');
    const where = problem ? `${problem.file}:${problem.line}: ${problem.message}` : 'it cannot be read';
    throw new UserError('invalid-definition', `The definition is wrong: ${where}`);
  }
  const target = targetPipeline(definition, pipeline);
  if (!target.ok) throw new UserError('unknown-pipeline', sentence(target.error));
  const resolved = resolveParams(target.value, params);
  if (!resolved.ok) throw new UserError('bad-params', sentence(resolved.error));
}

function checkFolder(workspace: string): void {
  if (statSync(workspace, { throwIfNoEntry: false })?.isDirectory()) return;
  throw new UserError('bad-arguments', `\`workspace\` is no folder: ${resolve(workspace)}`);
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`.replace(/\?\.$/, '?');
}
