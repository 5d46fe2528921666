import { BenchWorkspace, engineEntries } from '../bench-workspace.ts';
import { capture } from '../runners/capture.ts';
import { type Contender, median, takeTurns, timed } from '../samples.ts';
import { figure, ratio, type Topic } from '../topic.ts';

const rounds = 9;

/** From the moment that an engine is spawned to its first answer. */
export const start: Topic = {
  async *tables() {
    const bare: Contender = {
      name: 'node -e 0',
      measure: () => timed(() => capture(process.execPath, ['-e', '0'])),
    };
    const samples = await takeTurns(
      [
        bare,
        engine('engine, bundled', engineEntries.bundled),
        engine('engine, from sources', engineEntries.sources),
      ],
      rounds,
    );
    const reference = median(samples.get(bare.name) ?? []);
    yield {
      title: `from the spawning to the first answer (median of ${rounds})`,
      rows: [
        ['', 'ms', 'to bare Node', 'fastest, ms'],
        ...[...samples].map(([name, values]) => [
          name,
          figure(median(values)),
          ratio(median(values), reference),
          figure(Math.min(...values)),
        ]),
      ],
      goal: 'bundled: within 300 ms',
    };
  },
};

function engine(name: string, entry: string): Contender {
  return {
    name,
    measure: async () => {
      const workspace = new BenchWorkspace(entry);
      try {
        return await timed(async () => (await workspace.client()).call('engine/status', {}));
      } finally {
        await workspace.dispose();
      }
    },
  };
}
