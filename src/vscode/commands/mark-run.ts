import type { DodecaHost } from '../dodeca-host.ts';
import { chooseRun } from './choose.ts';

interface Mark {
  readonly pinned?: boolean;
  readonly archived?: boolean;
}

const marking = (mark: Mark) => async (host: DodecaHost, given?: unknown) => {
  const chosen = await chooseRun(host, given, 'any');
  if (chosen) await chosen.session.call('run/mark', { run: chosen.runId, ...mark });
};

/** Keeps a run whatever its age. */
export const pinRun = marking({ pinned: true });
export const unpinRun = marking({ pinned: false });
/** Puts a run away: it stands apart from the others. */
export const archiveRun = marking({ archived: true });
export const unarchiveRun = marking({ archived: false });
