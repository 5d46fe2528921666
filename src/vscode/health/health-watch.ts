import * as vscode from 'vscode';
import { errorMessage } from '../../common/errors.ts';
import type { DodecaHost } from '../dodeca-host.ts';
import type { FolderSession } from '../folders/folder-session.ts';
import { Pulse } from '../folders/pulse.ts';

/** Milliseconds within which the ends of executions are one reason to ask. */
const settleMs = 300;

/** Says beside the name of the view *Clusters* how the workspace stands; asked for when an agent has ended. */
export class HealthWatch implements vscode.Disposable {
  readonly #host: DodecaHost;
  readonly #ask = new Pulse(settleMs, () => void this.#askNow());
  readonly #watch: vscode.Disposable;

  constructor(host: DodecaHost) {
    this.#host = host;
    this.#watch = vscode.Disposable.from(
      this.#ask,
      host.folders.onDidChange(() => this.#ask.beat()),
      host.folders.each((session) =>
        vscode.Disposable.from(
          session.onDidConnect(() => this.#ask.beat()),
          session.onEvents((events) => {
            if (events.some(({ type }) => type === 'execution.finished')) this.#ask.beat();
          }),
        ),
      ),
    );
  }

  dispose(): void {
    this.#watch.dispose();
  }

  async #askNow(): Promise<void> {
    const [session, ...others] = this.#host.folders.all;
    // Of several folders each has its own; a view has one place for it.
    if (!session || others.length > 0) this.#host.views.describe('clusters', '');
    else if (session.state === 'connected') await this.#show(session);
  }

  async #show(session: FolderSession): Promise<void> {
    try {
      const { score } = await session.call('workspace/health', {});
      // Rounded down, so that only a whole one is 100.
      const text = score === null ? '' : vscode.l10n.t('health {0}', Math.floor(score));
      this.#host.views.describe('clusters', text);
    } catch (error) {
      // The next end of an execution asks again.
      this.#host.log.warn(`health of ${session.folder.name}: ${errorMessage(error)}`);
    }
  }
}
