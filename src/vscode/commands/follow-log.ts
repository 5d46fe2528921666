import type { DodecaHost } from '../dodeca-host.ts';
import { logEditors } from '../logs/log-editors.ts';
import { givenLog } from '../logs/show-log.ts';

/** Goes to the end of a log and follows it, or, with `false`, stays where it is. */
export async function followLog(host: DodecaHost, given?: unknown, wanted?: unknown): Promise<void> {
  const { uri, log } = givenLog(host, given);
  const isWanted = wanted !== false;
  logEditors(host).keepEnd(uri, isWanted);
  await log.follow(isWanted);
}
