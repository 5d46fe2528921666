import { setTimeout as sleep } from 'node:timers/promises';
import { errorMessage } from '../../common/errors.ts';
import { plural } from '../../common/text.ts';
import type { HealthCheck } from './plan-release.ts';
import type { ReleaseShell, StepRecord } from './release-shell.ts';

/** Tries the health check until it passes, or has been tried often enough. */
export async function checkHealth(check: HealthCheck, shell: ReleaseShell): Promise<StepRecord> {
  const started = performance.now();
  for (let tried = 1; ; tried++) {
    const record = await tryOnce(check, shell);
    if (record.outcome !== 'done' && tried <= check.retries) {
      await sleep(check.interval * 1000);
      continue;
    }
    const duration_ms = Math.round(performance.now() - started);
    return { ...record, duration_ms, says: `${record.says}, ${plural(tried, 'try', 'tries')}` };
  }
}

async function tryOnce({ run, url, timeout }: HealthCheck, shell: ReleaseShell): Promise<StepRecord> {
  if (run !== undefined) return await shell.run('health_check', { run, timeout });
  const record = { step: 'health_check', command: null, exit_code: null, duration_ms: 0, output: '' };
  try {
    // A redirection could lead to another machine.
    const answer = await fetch(url ?? '', {
      redirect: 'manual',
      signal: AbortSignal.timeout(Math.max(1, timeout * 1000)),
    });
    await answer.body?.cancel();
    return { ...record, outcome: answer.ok ? 'done' : 'failed', says: `${url} answered ${answer.status}` };
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError')
      return { ...record, outcome: 'timeout', says: `${url} did not answer within ${timeout} s` };
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    return { ...record, outcome: 'failed', says: `${url}: ${errorMessage(cause)}` };
  }
}
