import type { DodecaHost } from '../dodeca-host.ts';
import { logEditors } from '../logs/log-editors.ts';
import { givenLog } from '../logs/show-log.ts';

/** Shows more of what is before in a log: the one of the document that is given, or of the active editor. */
export async function loadEarlierLog(host: DodecaHost, given?: unknown, where?: unknown): Promise<void> {
  const { uri, log } = givenLog(host, given);
  logEditors(host).keepEnd(uri, false);
  if (where === 'beginning') await log.showBeginning();
  else await log.loadEarlier();
}
