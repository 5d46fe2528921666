import assert from 'node:assert/strict';
import fc from 'fast-check';
import { PastRun } from '../../../src/kernel/debug/past-run.ts';
import { RunView } from '../../../src/model/run-view.ts';
import { SimulatedRecord, type SimulatedWorld, simulatedWorld } from '../../harness/simulated-record.ts';

describe('a run made again from its events', () => {
  it('is at every event what it was when the event was written', () => {
    let checked = 0;
    const check = (world: SimulatedWorld) => {
      const record = new SimulatedRecord(world);
      const past = new PastRun('simulated', () => record.definition);
      let next = 0;
      for (const moment of record.moments) {
        for (; (record.events[next]?.seq ?? Number.POSITIVE_INFINITY) <= moment.seq; next++)
          past.apply(record.events[next] as (typeof record.events)[number]);
        const { active } = past.moment ?? {};
        assert.ok(active);
        const { plan } = record;
        const found = {
          seq: past.seq,
          inputs: plan.executions.map(({ index }) => active.inputOf(index)),
          scopes: plan.executions.map(({ index }) => active.scopeFor(index, 1)),
          stageScopes: plan.stages.map((stage) => active.scopeOf(stage)),
        };
        assert.deepEqual(JSON.parse(JSON.stringify(found)), moment, `after event ${moment.seq}`);
        checked += 1;
      }
    };
    fc.assert(fc.property(simulatedWorld, check), { numRuns: 120 });
    assert.ok(checked > 3000, `${checked} moments were looked at`);
  });

  it('shows every execution as a view of the run does', () => {
    const check = (world: SimulatedWorld) => {
      const past = new PastRun('simulated', () => record.definition);
      const record = new SimulatedRecord(world);
      const view = new RunView();
      for (const event of record.events) {
        past.apply(event);
        view.apply(event);
        for (const [id, { status, attempts }] of view.executions) {
          const execution = past.moment?.executions.get(id);
          assert.deepEqual(
            [execution?.status, execution?.attempts],
            [status, attempts],
            `${id} at ${event.seq}`,
          );
        }
      }
    };
    fc.assert(fc.property(simulatedWorld, check), { numRuns: 120 });
  });
});
