import type { EngineClient } from '../client/engine-client.ts';
import { plural } from '../common/text.ts';
import type { BuildProgress } from '../model/library-report.ts';
import type { CommandContext } from './command-context.ts';
import { LiveArea } from './reporters/live-area.ts';
import { withEngine } from './with-engine.ts';

/** What is done sooner, ms, is done before anybody has read how far it is. */
const noticedMs = 300;

/** Like `withEngine`; how far the library is while one waits for it stands below, where that is a terminal. */
export async function withLibrary<T>(
  context: CommandContext,
  use: (client: EngineClient) => Promise<T>,
): Promise<T> {
  return await withEngine(context, async (client) => {
    const area = new LiveArea(context.err);
    const began = performance.now();
    const news = client.onLibraryNews((one) => {
      if (one.kind !== 'progress' || performance.now() - began < noticedMs) return;
      area.draw(one.progress === null ? [] : [progressLine(one.progress)]);
    });
    try {
      return await use(client);
    } finally {
      news.dispose();
      area.draw([]);
    }
  });
}

/** How far a build is, in a line. */
export function progressLine({ phase, done, total, seen }: BuildProgress): string {
  switch (phase) {
    case 'scanning':
      return `The library: ${plural(seen, 'file')} seen, ${done} read`;
    case 'reading':
      return `The library: ${done} of ${plural(total, 'file')} read`;
    case 'finishing':
      return 'The library: putting the index in order';
  }
}
