import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { DodecaEvent } from '../../../src/model/event.ts';
import { EventPump } from '../../../src/server/event-pump.ts';
import { until } from '../../harness/scripted-workspace.ts';

function made(seq: number, runId: string, text = ''): DodecaEvent {
  return { seq, at: '2026-01-01T00:00:00.000Z', type: 'stage.started', runId, stage: text };
}

interface Batch {
  readonly subscription: number;
  readonly events: DodecaEvent[];
}

/** A journal in memory and a client that writes down what it gets. */
class Rig {
  readonly journal: DodecaEvent[] = [];
  readonly batches: Batch[] = [];
  readonly texts: string[] = [];
  reads = 0;
  send = (json: string): Promise<void> => {
    this.texts.push(json);
    this.batches.push(JSON.parse(json).params);
    return new Promise((resolve) => setImmediate(resolve));
  };
  readonly pump = new EventPump({
    readEvents: ({ after, runId, limit }) => {
      this.reads += 1;
      return this.journal
        .slice(after)
        .filter((event) => runId === undefined || ('runId' in event && event.runId === runId))
        .slice(0, limit);
    },
    send: (json) => this.send(json),
    onError: (error) => {
      this.error = error;
    },
  });
  error: unknown;

  commit(count: number, text = ''): void {
    for (let i = 0; i < count; i++) {
      const seq = this.journal.length + 1;
      this.journal.push(made(seq, `run-${seq % 3}`, text));
    }
    this.pump.notify();
  }

  seen(subscription: number): number[] {
    return this.batches
      .filter((batch) => batch.subscription === subscription)
      .flatMap(({ events }) => events.map(({ seq }) => seq));
  }
}

describe('EventPump', () => {
  it('carries every event once and in order, however commits and subscriptions come', async () => {
    const step = fc.oneof(
      fc.record({ commit: fc.integer({ min: 1, max: 1500 }) }),
      fc.record({
        after: fc.integer({ min: 0, max: 1000 }),
        run: fc.constantFrom(undefined, 'run-0', 'run-1'),
      }),
      fc.constant('wait' as const),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const rig = new Rig();
        const wanted = new Map<number, { after: number; run: string | undefined }>();
        for (const each of steps) {
          if (each === 'wait') await new Promise((resolve) => setImmediate(resolve));
          else if ('commit' in each) rig.commit(each.commit);
          else wanted.set(rig.pump.add(each.after, each.run), each);
        }
        await rig.pump.flush();
        for (const [subscription, { after, run }] of wanted) {
          const expected = rig.journal
            .slice(after)
            .filter((event) => run === undefined || ('runId' in event && event.runId === run));
          assert.deepEqual(
            rig.seen(subscription),
            expected.map(({ seq }) => seq),
          );
        }
        rig.pump.end();
      }),
      { numRuns: 60 },
    );
  });

  it('gathers what happens fast into few batches, for all subscriptions of a client together', async () => {
    const rig = new Rig();
    const first = rig.pump.add(0, undefined);
    const second = rig.pump.add(0, 'run-1');
    await until(() => rig.reads >= 2, 'the history to be read');
    const began = performance.now();
    let commits = 0;
    while (performance.now() - began < 300) {
      rig.commit(1);
      commits += 1;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await until(() => rig.seen(first).length === commits, 'all events');
    const intervals = (performance.now() - began) / 33;
    assert.ok(rig.batches.length <= intervals + 2, `${rig.batches.length} batches in ${intervals} intervals`);
    assert.ok(commits > 2 * rig.batches.length, `${commits} commits`);
    assert.ok(rig.seen(second).length > 0);
    rig.pump.end();
  });

  it('reads nothing for a client that has not taken the last page', async () => {
    const rig = new Rig();
    let taken: () => void = () => undefined;
    const sent = rig.send;
    rig.send = (json) => {
      void sent(json);
      return new Promise((resolve) => {
        taken = resolve;
      });
    };
    rig.pump.add(0, undefined);
    rig.commit(2000);
    await until(() => rig.batches.length === 1, 'the first page');
    for (let i = 0; i < 100; i++) {
      rig.commit(100);
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.equal(rig.reads, 1);
    rig.send = sent;
    taken();
    await until(() => rig.seen(1).length === rig.journal.length, 'the rest');
    assert.deepEqual(
      rig.seen(1),
      rig.journal.map(({ seq }) => seq),
    );
  });

  it('cuts a page of large events into messages of a bearable size', async () => {
    const rig = new Rig();
    rig.commit(200, 'x'.repeat(64 * 1024));
    const subscription = rig.pump.add(0, undefined);
    await until(() => rig.seen(subscription).length === 200, 'all events');
    assert.ok(rig.batches.length >= 10);
    assert.ok(rig.texts.every((text) => text.length < 1.2e6));
    rig.pump.end();
  });

  it('sends nothing for a subscription that was taken back', async () => {
    const rig = new Rig();
    rig.commit(5000);
    const subscription = rig.pump.add(0, undefined);
    assert.equal(rig.pump.remove(subscription), true);
    assert.equal(rig.pump.remove(subscription), false);
    rig.commit(1);
    await rig.pump.flush();
    assert.deepEqual(rig.batches, []);
  });

  it('ends and says why when events cannot be read', async () => {
    const rig = new Rig();
    const pump = new EventPump({
      readEvents: () => {
        throw new Error('disk I/O error');
      },
      send: rig.send,
      onError: (error) => {
        rig.error = error;
      },
    });
    pump.add(0, undefined);
    await until(() => rig.error !== undefined, 'the error');
    assert.match(String(rig.error), /disk I\/O error/);
    pump.notify();
    await pump.flush();
  });
});
