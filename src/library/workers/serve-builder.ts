import type { MessagePort } from 'node:worker_threads';
import { Builder } from '../build/builder.ts';
import { LibraryStore } from '../store/library-store.ts';
import { carryError } from './carried-error.ts';
import { ReaderLink } from './reader-link.ts';
import { serveRequests } from './serve-requests.ts';
import type { BuilderMethods, WorkerRole } from './worker-messages.ts';

/** Builds the index of a library, in a thread of its own. */
export function serveBuilder(port: MessagePort, role: Extract<WorkerRole, { role: 'builder' }>): void {
  const reader = new ReaderLink({
    ...role,
    idleMs: role.readerIdleMs,
    onPoison: (path, why) => tell({ kind: 'poison', path, why }),
  });
  let opened: Builder | undefined;
  let cleared = Promise.resolve();
  // What cannot be opened now may be later: whoever asks is refused, and the next one tries again.
  const builder = () => {
    opened ??= new Builder({
      workspace: role.workspace,
      database: role.database,
      rules: role.rules,
      rulesFiles: role.rulesFiles,
      reader,
      events: {
        progress: (progress) => tell({ kind: 'progress', progress }),
        changed: () => tell({ kind: 'changed' }),
        reopened: () => tell({ kind: 'reopened' }),
        watching: (state) => tell({ kind: 'watching', state }),
        rules: () => tell({ kind: 'rules' }),
        failed: (error) => tell({ kind: 'failed', error: carryError(error) }),
      },
    });
    return opened;
  };
  const tell = serveRequests<BuilderMethods>(port, {
    build: async ({ full, rules }, signal) => {
      await cleared;
      builder().goBy(rules);
      // While the first files are found.
      if (builder().isEmpty) void reader.read([], 0).catch(() => undefined);
      return builder().build(full, signal);
    },
    watch: async ({ rules }, signal) => {
      await cleared;
      builder().goBy(rules);
      const [report] = await Promise.all([builder().watch(signal), reader.stayReady()]);
      return report;
    },
    clear: async () => {
      const leaving = opened;
      opened = undefined;
      reader.rest();
      cleared = cleared.then(async () => {
        await leaving?.end();
        LibraryStore.discard(role.database);
        tell({ kind: 'watching', state: 'no' });
        tell({ kind: 'reopened' });
      });
      await cleared;
      return null;
    },
    discard: async ({ reason }) => {
      await builder().discard(reason);
      return null;
    },
    learn: (facts) => builder().learn(facts),
    fix: ({ paths }) => builder().fix(paths),
    close: async () => {
      opened?.close();
      await reader.close();
      port.close();
      return null;
    },
  });
}
