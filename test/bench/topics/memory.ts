import { setTimeout as sleep } from 'node:timers/promises';
import { BenchWorkspace } from '../bench-workspace.ts';
import { memoryOf } from '../process-figures.ts';
import { capture } from '../runners/capture.ts';
import { median } from '../samples.ts';
import { figure, ratio, type Topic } from '../topic.ts';

const rounds = 3;
const queued = 10_000;

/** Resident memory of the bundled engine. */
export const memory: Topic = {
  async *tables() {
    const bare: number[] = [];
    const idle: number[] = [];
    const busy: number[] = [];
    const peak: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const measure = 'process.stdout.write(String(process.memoryUsage.rss() / 2 ** 20))';
      bare.push(Number(await capture(process.execPath, ['-e', measure])));
      const workspace = new BenchWorkspace();
      try {
        const pid = await workspace.enginePid();
        await sleep(1000);
        idle.push(memoryOf(pid).nowMiB);
        workspace.define(manyAgents(queued));
        await workspace.start('measured');
        await sleep(1000);
        busy.push(memoryOf(pid).nowMiB);
        peak.push(memoryOf(pid).peakMiB);
      } finally {
        await workspace.dispose();
      }
    }
    const row = (name: string, values: readonly number[], goal: string): string[] => [
      name,
      figure(median(values)),
      ratio(median(values), median(bare)),
      goal,
    ];
    yield {
      title: `resident memory of the bundled engine (median of ${rounds})`,
      rows: [
        ['', 'MiB', 'to bare Node', 'goal'],
        row('bare Node, node -e 0', bare, ''),
        row('engine, idle', idle, 'under 80'),
        row(`engine, ${figure(queued)} executions queued`, busy, 'under 200'),
        row('the same at its highest', peak, ''),
      ],
    };
  },
};

/** One stage whose agents all wait but one, which waits for much longer than anybody looks. */
function manyAgents(count: number): string {
  const names = Array.from({ length: count }, (_, index) => `agent_${index}`);
  const sleeper = '{ run: "exec sleep 600" }';
  return [
    'version: 1',
    'limits: { concurrency: 1 }',
    'agents:',
    ...names.map((name) => `  ${name}: ${sleeper}`),
    'pipelines:',
    '  measured:',
    '    stages:',
    `      - { name: all, parallel: true, agents: [${names.join(', ')}] }`,
    '',
  ].join('\n');
}
