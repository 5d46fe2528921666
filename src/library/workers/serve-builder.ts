import type { MessagePort } from 'node:worker_threads';
import { Builder } from '../build/builder.ts';
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
  // What cannot be opened now may be later: whoever asks is refused, and the next one tries again.
  const builder = () => {
    opened ??= new Builder({
      workspace: role.workspace,
      database: role.database,
      exclude: role.exclude,
      maxFileBytes: role.maxFileBytes,
      reader,
      events: {
        progress: (progress) => tell({ kind: 'progress', progress }),
        changed: () => tell({ kind: 'changed' }),
        reopened: () => tell({ kind: 'reopened' }),
        watching: (state) => tell({ kind: 'watching', state }),
        failed: (error) => tell({ kind: 'failed', error: carryError(error) }),
      },
    });
    return opened;
  };
  const tell = serveRequests<BuilderMethods>(port, {
    build: ({ full }, signal) => {
      // While the first files are found.
      if (builder().isEmpty) void reader.read([]).catch(() => undefined);
      return builder().build(full, signal);
    },
    watch: async (_, signal) => {
      const [report] = await Promise.all([builder().watch(signal), reader.stayReady()]);
      return report;
    },
    discard: async ({ reason }) => {
      await builder().discard(reason);
      return null;
    },
    close: async () => {
      opened?.close();
      await reader.close();
      port.close();
      return null;
    },
  });
}
