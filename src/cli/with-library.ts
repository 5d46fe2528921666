import type { EngineClient } from '../client/engine-client.ts';
import { progressText } from '../report-text/progress-text.ts';
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
      area.draw(one.progress === null ? [] : [`The library: ${progressText(one.progress)}`]);
    });
    try {
      return await use(client);
    } finally {
      news.dispose();
      area.draw([]);
    }
  });
}
