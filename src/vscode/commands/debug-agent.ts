import { startDebugging } from '../debug/start-debugging.ts';
import type { DodecaHost } from '../dodeca-host.ts';
import type { FolderSession } from '../folders/folder-session.ts';
import { targetOf } from '../views/tree-node.ts';
import { chooseFolder } from './choose.ts';
import { chooseAgent } from './run-agent.ts';

/**
 * Runs one agent by itself under the debugger. Answers with whether it began. Where its language has a debugger, it
 * stops on the first line of its file; else before it starts.
 */
export async function debugAgent(host: DodecaHost, given?: unknown): Promise<boolean | undefined> {
  const target = targetOf(given);
  const session = await chooseFolder(host, target);
  const agent = session && (await chooseAgent(session, target));
  if (!session || agent === undefined) return undefined;
  return await startDebugging(session, {
    request: 'launch',
    name: agent,
    pipeline: `agent:${agent}`,
    waitForClient: true,
    stopOnEntry: !(await canBeEntered(session, agent)),
  });
}

/** Files of the languages whose debuggers can be let into an agent. */
const enterable = /\.(py|[cm]?[jt]s)$/i;

async function canBeEntered({ folder }: FolderSession, agent: string): Promise<boolean> {
  const { loadDefinition } = await import('../../pipeline/load-definition.ts');
  const { definition } = loadDefinition(folder.uri.fsPath);
  const program = definition?.agents.find(({ name }) => name === agent)?.program;
  return program?.kind === 'file' && enterable.test(program.path);
}
