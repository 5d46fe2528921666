import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Journal } from '../../../src/journal/journal.ts';
import type { EventBody } from '../../../src/model/event.ts';
import { newId } from '../../../src/model/new-id.ts';
import { stateFolderOf } from '../../../src/rpc/state-folder.ts';
import { nodeSqlite } from '../../../src/sqlite/node-sqlite.ts';
import { BenchWorkspace } from '../bench-workspace.ts';
import { memoryOf } from '../process-figures.ts';
import { median, takeTurns, timed } from '../samples.ts';
import { figure, ratio, type Table, type Topic } from '../topic.ts';

const events = 100_000;
const single = 2000;
const history = 1_000_000;
const rounds = 3;

/** How fast events are written, and how fast a client that joins gets them. */
export const journal: Topic = {
  async *tables() {
    yield await writing();
    yield await reading();
  },
};

async function writing(): Promise<Table> {
  const folder = mkdtempSync(join(tmpdir(), 'dodeca-bench-'));
  try {
    let file = 0;
    const bodies = { metrics: metrics(events), 'life-cycle events': lifeCycles(events) };
    const ours = Object.entries(bodies).map(([name, list]) => ({
      name: `dodeca, ${name}, in groups, with projections`,
      measure: async () => {
        const written = Journal.open(join(folder, `${file++}.db`));
        const ms = await timed(() => {
          for (const body of list) written.append(body);
          written.commit();
        });
        written.close();
        return (1000 * list.length) / ms;
      },
    }));
    const plain = (name: string, count: number, grouped: boolean) => ({
      name,
      measure: () => {
        const rate = plainInserts(join(folder, `${file++}.db`), bodies.metrics.slice(0, count), grouped);
        return rate;
      },
    });
    const reference = 'plain INSERTs, a transaction each';
    const samples = await takeTurns(
      [...ours, plain('plain INSERTs, one transaction', events, true), plain(reference, single, false)],
      rounds,
    );
    const slow = median(samples.get(reference) ?? []);
    return {
      title: `writing ${figure(events)} events (median of ${rounds})`,
      rows: [
        ['', 'a second', 'to a transaction each'],
        ...[...samples].map(([name, rates]) => [name, figure(median(rates)), ratio(median(rates), slow)]),
      ],
      goal: '100,000 a second in groups',
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Events a second into a bare table. */
function plainInserts(path: string, bodies: readonly EventBody[], grouped: boolean): number {
  const db = new (nodeSqlite().DatabaseSync)(path);
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
  db.exec('CREATE TABLE events (seq INTEGER PRIMARY KEY, at TEXT, type TEXT, body TEXT)');
  const insert = db.prepare('INSERT INTO events (at, type, body) VALUES (?, ?, ?)');
  const started = performance.now();
  if (grouped) db.exec('BEGIN');
  for (const body of bodies) {
    if (!grouped) db.exec('BEGIN');
    insert.run(new Date().toISOString(), body.type, JSON.stringify(body));
    if (!grouped) db.exec('COMMIT');
  }
  if (grouped) db.exec('COMMIT');
  const rate = (1000 * bodies.length) / (performance.now() - started);
  db.close();
  return rate;
}

async function reading(): Promise<Table> {
  const workspace = new BenchWorkspace();
  try {
    await workspace.client();
    await workspace.stopEngine();
    const path = stateFolderOf(workspace.path).journal;
    const written = Journal.open(path);
    for (let done = 0; done < history; done += events)
      for (const body of metrics(events)) written.append(body);
    written.close();
    const client = await workspace.client();
    const before = memoryOf(client.info.pid);
    const ms = await timed(
      () =>
        new Promise<void>((resolve, reject) => {
          let count = 0;
          client.onClose(reject);
          client
            .subscribe({ after: 0 }, (batch) => {
              count += batch.length;
              if (count >= history) resolve();
            })
            .catch(reject);
        }),
    );
    const after = memoryOf(client.info.pid);
    return {
      title: `a client joins and reads ${figure(history)} events`,
      rows: [
        ['seconds', 'events a second', 'engine before, MiB', 'engine at most, MiB'],
        [figure(ms / 1000), figure((1000 * history) / ms), figure(before.nowMiB), figure(after.peakMiB)],
      ],
      goal: 'not all of them in the memory of the engine at once',
    };
  } finally {
    await workspace.dispose();
  }
}

function metrics(count: number): EventBody[] {
  const ref = { runId: newId(), executionId: newId(), stage: 'analysis', agent: 'profiler', attempt: 1 };
  return Array.from({ length: count }, (_, index) => ({
    type: 'execution.metric',
    ...ref,
    name: `latency_${index % 16}`,
    value: index / 7,
    unit: 'ms',
  }));
}

/** Executions from the queue to their end, four events each. */
function lifeCycles(count: number): EventBody[] {
  const runId = newId();
  const executions = Array.from({ length: Math.floor(count / 4) }, (_, index) => ({
    executionId: newId(),
    stage: `stage_${index >> 4}`,
    agent: `agent_${index}`,
  }));
  const options = {
    maxConcurrent: null,
    keepGoing: false,
    useCache: true,
    missingInterpreter: 'fail',
  } as const;
  return [
    { type: 'run.started', runId, pipeline: 'measured', params: {}, definition: 'none', options, executions },
    ...executions.flatMap((execution): EventBody[] => {
      const ref = { runId, ...execution, attempt: 1 };
      return [
        { type: 'execution.queued', ...ref },
        { type: 'execution.starting', ...ref, reason: null },
        { type: 'execution.started', ...ref, pid: 4711, processStart: null, command: '/bin/true' },
        {
          type: 'execution.finished',
          ...ref,
          status: 'succeeded',
          exitCode: 0,
          signal: null,
          durationMs: 12,
          reason: null,
        },
      ];
    }),
  ];
}
