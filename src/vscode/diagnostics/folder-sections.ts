import { errorCode } from '../../common/errors.ts';
import { formatBytes, formatDuration } from '../../common/text.ts';
import { formatProblem } from '../../model/problem.ts';
import { loadDefinition } from '../../pipeline/load-definition.ts';
import { table } from '../../report-text/table.ts';
import { checkOwn, checkStateFolder, stateFolderOf } from '../../rpc/state-folder.ts';
import type { DodecaHost } from '../dodeca-host.ts';
import type { FolderSession } from '../folders/folder-session.ts';
import { fileEnd } from './file-end.ts';
import type { Section } from './section.ts';
import { settingLines } from './setting-lines.ts';

const shownProblems = 50;
const shownRuns = 20;
const shownLogBytes = 32 * 1024;

/** What there is to tell of one folder. */
export function folderSections(host: DodecaHost, session: FolderSession): Section[] {
  const { name } = session.folder;
  return [
    { title: `Folder ${name}`, read: () => stateLines(session) },
    { title: `Folder ${name}: settings`, read: () => settingLines(host, session.folder) },
    { title: `Folder ${name}: definition`, read: () => definitionLines(session) },
    { title: `Folder ${name}: engine`, read: () => engineLines(session) },
    { title: `Folder ${name}: last runs`, read: () => runLines(session) },
    { title: `Folder ${name}: end of .dodeca/engine.log`, read: () => engineLogLines(session) },
  ];
}

function stateLines({ folder, state, problem, view }: FolderSession): string[] {
  return [
    `path         ${folder.uri.fsPath}`,
    `state        ${state}`,
    `problem      ${problem ?? 'none'}`,
    `shown        ${view.loaded ? `${view.agents.size} agents, ${view.runs.size} runs` : 'nothing yet'}`,
  ];
}

/** Names and places, not the text: it is the user's own. */
function definitionLines({ folder }: FolderSession): string[] {
  const { file, definition, problems } = loadDefinition(folder.uri.fsPath);
  const size = definition
    ? `${definition.agents.length} agents, ${definition.clusters.length} clusters, ${definition.pipelines.length} pipelines`
    : 'not usable';
  const more = problems.length - shownProblems;
  return [
    `file         ${file ?? 'none: the built-in definition'}`,
    `holds        ${size}`,
    `problems     ${problems.length}`,
    ...problems.slice(0, shownProblems).map(formatProblem),
    ...(more > 0 ? [`… and ${more} more`] : []),
  ];
}

async function engineLines(session: FolderSession): Promise<string[]> {
  // Looking for what is wrong must not start anything.
  if (session.state !== 'connected') return ['not connected'];
  const status = await session.call('engine/status', {});
  const { limits, inUse } = status;
  return [
    `version      ${status.version}`,
    `process      ${status.pid}, since ${status.startedAt}`,
    `memory       ${formatBytes(status.residentMemory)}`,
    `clients      ${status.clients}`,
    `events       ${status.lastSeq}`,
    `active runs  ${status.activeRuns.length}`,
    `slots        ${inUse.slots} of ${limits.concurrency}, ${status.waiting} waiting`,
    `processors   ${inUse.cpu} of ${limits.cpu}`,
    `for agents   ${formatBytes(inUse.memory)} of ${formatBytes(limits.memory)}`,
  ];
}

function runLines({ view }: FolderSession): string[] {
  const runs = [...view.runs.values()].slice(0, shownRuns);
  return table(
    runs.map(({ summary }) => [
      summary.runId,
      summary.pipeline,
      summary.status,
      summary.startedAt,
      summary.finishedAt === null ? '' : formatDuration(summary.durationMs),
      summary.reason ?? '',
    ]),
  );
}

async function engineLogLines({ folder }: FolderSession): Promise<string[]> {
  const state = stateFolderOf(folder.uri.fsPath);
  // What a repository brings is not read.
  if (!checkStateFolder(state) || !checkOwn(state.engineLog, '.dodeca/engine.log')) return [];
  try {
    return (await fileEnd(state.engineLog, shownLogBytes)).split('\n');
  } catch (error) {
    // It was there a moment ago: the engine begins a new one when it grows.
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}
