import assert from 'node:assert/strict';
import fc from 'fast-check';
import { pausePlaceOf, Timeline, type TimelinePlace } from '../../../src/debug/timeline.ts';
import { isStand, nextStand, stepBackTarget, stepTarget } from '../../../src/debug/timeline-steps.ts';
import type { StepKind } from '../../../src/model/debug.ts';
import type { DodecaEvent, EventBody, ExecutionRef } from '../../../src/model/event.ts';
import { SimulatedRecord, simulatedWorld } from '../../harness/simulated-record.ts';

const runId = 'r';

/** Events in short, one word each; numbers are attempts. */
function record(...words: readonly string[]): DodecaEvent[] {
  return words.map((word, index) => {
    const body = bodyOf(word);
    return { seq: index + 1, at: '2031-01-01T00:00:00.000Z', ...body } as DodecaEvent;
  });
}

function bodyOf(word: string): EventBody {
  const [type = '', place = '', number = '1', more = ''] = word.split(' ');
  const [stage = '', agent = ''] = place.split('/');
  const ref: ExecutionRef = { runId, executionId: place, stage, agent, attempt: Number(number) };
  const end = { exitCode: 1, signal: null, durationMs: 1 };
  const options = {
    maxConcurrent: null,
    keepGoing: false,
    useCache: true,
    missingInterpreter: 'fail',
  } as const;
  switch (type) {
    case 'run':
      return {
        type: 'run.started',
        runId,
        pipeline: 'p',
        params: {},
        definition: 'h',
        options,
        executions: [],
      };
    case 'resume':
      return { type: 'run.resumed', runId, pipeline: 'p', definition: 'h', options, executions: [] };
    case 'end': {
      const status = place as 'failed';
      return {
        type: 'run.finished',
        runId,
        pipeline: 'p',
        status,
        durationMs: 1,
        reason: null,
        executions: [],
      };
    }
    case 'stage':
      return { type: 'stage.started', runId, stage };
    case 'lock':
      return { type: 'lock.acquired', ...ref, lock: 'x' };
    case 'start':
      return { type: 'execution.starting', ...ref, reason: null };
    case 'hit':
      return { type: 'cache.hit', ...ref, attempt: 0, key: 'k', reason: 'the same' };
    case 'retry':
      return {
        type: 'execution.retrying',
        ...ref,
        ...end,
        status: (more || 'failed') as 'failed',
        delayMs: 1,
        reason: 'exit code 1',
      };
    case 'finish':
      return {
        type: 'execution.finished',
        ...ref,
        ...end,
        status: (more || 'succeeded') as 'failed',
        reason: null,
      };
    case 'rewind':
      return { type: 'execution.rewound', ...ref, reason: 'restarted', restored: [] };
    case 'metric':
      return { type: 'execution.metric', ...ref, name: 'm', value: 1, unit: null };
    default:
      throw new Error(word);
  }
}

/** A place in short: `s`, `s/a#2`, `s/a#2!retried` after an attempt, `=failed` at the end. */
function inShort(place: TimelinePlace): string {
  switch (place.kind) {
    case 'stage':
      return place.stage;
    case 'start':
      return `${place.stage}/${place.agent}#${place.attempt}`;
    case 'end':
      return `${place.stage}/${place.agent}#${place.attempt}!${place.failure.filters}`;
    default:
      return `=${place.status}`;
  }
}

function timelineOf(events: readonly DodecaEvent[]): Timeline {
  const timeline = new Timeline();
  for (const event of events) timeline.apply(event);
  return timeline;
}

const placesOf = (...words: readonly string[]) => timelineOf(record(...words)).places();

/** Where steps of one kind lead from the beginning on. */
function walk(places: readonly TimelinePlace[], kind: StepKind): string[] {
  const seen: string[] = [];
  for (let at = 0; at < places.length - 1; ) {
    at = stepTarget(places, at, kind);
    seen.push(inShort(places[at] as TimelinePlace));
  }
  return seen;
}

const flaky = [
  'run',
  'stage one',
  'start one/a',
  'finish one/a',
  'start one/b',
  'metric one/b',
  'retry one/b',
  'start one/b 2',
  'finish one/b 2 failed',
  'stage two',
  'hit two/c',
  'finish two/c 0 cached',
  'end failed',
];

describe('the places in the record of a run', () => {
  it('are the stages, the attempts, their failures and the end', () => {
    const places = placesOf(...flaky);
    assert.deepEqual(places.map(inShort), [
      'one',
      'one/a#1',
      'one/b#1',
      'one/b#1!retried',
      'one/b#2',
      'one/b#2!failed',
      'two',
      'two/c#1',
      '=failed',
    ]);
    // Before what begins, after what is over.
    assert.deepEqual(
      places.map(({ at }) => at),
      [1, 2, 4, 7, 7, 9, 9, 10, 13],
    );
  });

  it('stand before the locks that an attempt takes as it starts', () => {
    const places = placesOf(
      'run',
      'stage s',
      'lock s/a',
      'lock s/a',
      'start s/a',
      'lock s/a',
      'finish s/a',
      'end succeeded',
    );
    const [, start] = places;
    assert.deepEqual([start?.kind, start?.at, start?.evaluateAt], ['start', 2, 5]);
  });

  it('are only where something was started: what was skipped or never began is none', () => {
    const places = placesOf('run', 'stage s', 'finish s/a 0 failed', 'finish s/b 0 skipped', 'end failed');
    assert.deepEqual(places.map(inShort), ['s', '=failed']);
    assert.equal(pausePlaceOf(places[1] as TimelinePlace), null);
  });

  it('tell what took too long from what failed', () => {
    const places = placesOf(
      'run',
      'stage s',
      'start s/a',
      'retry s/a 1 timed_out',
      'start s/a 2',
      'finish s/a 2 timed_out',
      'end failed',
    );
    assert.deepEqual(places.map(inShort), [
      's',
      's/a#1',
      's/a#1!timed_out,retried',
      's/a#2',
      's/a#2!timed_out',
      '=failed',
    ]);
  });

  it('go on behind an end where the run was resumed', () => {
    const timeline = timelineOf(
      record(
        'run',
        'stage s',
        'start s/a',
        'finish s/a 1 interrupted',
        'end interrupted',
        'resume',
        'stage s',
        'start s/a 2',
        'finish s/a 2',
        'end succeeded',
      ),
    );
    assert.deepEqual(timeline.places().map(inShort), [
      's',
      's/a#1',
      '=interrupted',
      's',
      's/a#2',
      '=succeeded',
    ]);
    assert.equal(timeline.status, 'succeeded');
  });

  it('end with the record where the run has not ended, and grow with it', () => {
    const events = record('run', 'stage s', 'start s/a', 'finish s/a', 'end succeeded');
    const timeline = timelineOf(events.slice(0, 3));
    assert.deepEqual(timeline.places().map(inShort), ['s', 's/a#1', '=running']);
    for (const event of events.slice(3)) timeline.apply(event);
    assert.deepEqual(timeline.places().map(inShort), ['s', 's/a#1', '=succeeded']);
  });

  it('are one before anything has happened', () => {
    assert.deepEqual(placesOf('run').map(inShort), ['=running']);
    assert.deepEqual(placesOf('run', 'end cancelled').map(inShort), ['=cancelled']);
  });

  it('show the execution that ended last where the run has ended', () => {
    const places = placesOf(...flaky);
    assert.deepEqual(pausePlaceOf(places.at(-1) as TimelinePlace), {
      stage: 'two',
      agent: 'c',
      executionId: 'two/c',
      at: 'end',
    });
    assert.deepEqual(pausePlaceOf(places[0] as TimelinePlace), {
      stage: 'one',
      agent: null,
      executionId: null,
      at: 'start',
    });
  });
});

describe('steps through the record of a run', () => {
  it('over a stage lead to the next one, over an agent to the next agent or stage', () => {
    const places = placesOf(...flaky);
    assert.deepEqual(walk(places, 'over'), ['two', '=failed']);
    const from = (place: string) => places.findIndex((other) => inShort(other) === place);
    const over = (place: string) => inShort(places[stepTarget(places, from(place), 'over')] as TimelinePlace);
    assert.deepEqual(['one/a#1', 'one/b#1', 'one/b#1!retried', 'one/b#2', 'two/c#1'].map(over), [
      'one/b#1',
      'two',
      'two',
      'two',
      '=failed',
    ]);
  });

  it('into lead to the first agent of a stage, and then to every attempt', () => {
    assert.deepEqual(walk(placesOf(...flaky), 'into'), [
      'one/a#1',
      'one/b#1',
      'one/b#2',
      'two',
      'two/c#1',
      '=failed',
    ]);
  });

  it('into a stage pass the agents of others, and stop at the next stage where none of it was started', () => {
    const wide = placesOf(
      'run',
      'stage s',
      'stage t',
      'start s/a',
      'start t/b',
      'finish s/a',
      'finish t/b',
      'end succeeded',
    );
    assert.equal(stepTarget(wide, 1, 'into'), 3);
    const empty = placesOf(
      'run',
      'stage s',
      'finish s/a 0 failed',
      'stage t',
      'start t/b',
      'finish t/b',
      'end failed',
    );
    assert.equal(inShort(empty[stepTarget(empty, 0, 'into')] as TimelinePlace), 't');
  });

  it('out lead to the end of the stage', () => {
    const places = placesOf(...flaky);
    assert.equal(inShort(places[stepTarget(places, 2, 'out')] as TimelinePlace), 'two');
    assert.equal(inShort(places[stepTarget(places, 7, 'out')] as TimelinePlace), '=failed');
  });

  it('over an agent do not pass it where it was taken back and ran again', () => {
    const places = placesOf(
      'run',
      'stage s',
      'start s/a',
      'finish s/a 1 failed',
      'rewind s/a',
      'start s/a 2',
      'finish s/a 2',
      'end succeeded',
    );
    assert.equal(inShort(places[stepTarget(places, 1, 'over')] as TimelinePlace), 's/a#2');
  });
});

describe('going through any record', () => {
  const eachRecord = (
    check: (places: readonly TimelinePlace[], events: readonly DodecaEvent[]) => void,
  ): void =>
    fc.assert(
      fc.property(simulatedWorld, (world) => {
        const { events } = new SimulatedRecord(world);
        check(timelineOf(events).places(), events);
      }),
      { numRuns: 150 },
    );

  it('has its places in the order of the events, the end last and never two at the same start', () => {
    eachRecord((places, events) => {
      const last = events.at(-1)?.seq ?? 0;
      const starts = new Set<number>();
      places.forEach(({ at, evaluateAt, kind }, index) => {
        assert.ok(at >= (places[index - 1]?.at ?? 0), `${at} comes too late`);
        assert.ok(at >= 1 && at <= evaluateAt && evaluateAt <= last);
        if (kind !== 'start') return;
        assert.ok(!starts.has(at), `two starts at ${at}`);
        starts.add(at);
      });
      assert.equal(places.filter(({ kind }) => kind === 'run').length, 1);
      assert.equal(places.at(-1)?.kind, 'run');
      assert.deepEqual(
        places.filter(({ kind }) => kind === 'start').length,
        events.filter(({ type }) => type === 'execution.starting' || type === 'cache.hit').length,
      );
    });
  });

  it('comes back by the same places by which it went', () => {
    eachRecord((places) => {
      const forwards: number[] = [0];
      for (let at = 0; at < places.length - 1; ) {
        at = nextStand(places, at);
        forwards.push(at);
      }
      const backwards: number[] = [places.length - 1];
      for (let at = places.length - 1; at > 0; ) {
        at = stepBackTarget(places, at);
        backwards.push(at);
      }
      assert.deepEqual(backwards.reverse(), forwards);
      for (const [index, place] of places.entries()) {
        // From an agent, into is the finest step.
        if (place.kind === 'start')
          assert.equal(stepBackTarget(places, stepTarget(places, index, 'into')), index);
      }
    });
  });

  it('never leaves it, goes forwards with every step, and no further over than out', () => {
    eachRecord((places) => {
      const last = places.length - 1;
      for (const [index, place] of places.entries()) {
        const [into = 0, over = 0, out = 0] = (['into', 'over', 'out'] as const).map((kind) =>
          stepTarget(places, index, kind),
        );
        for (const target of [into, over, out]) {
          assert.ok(target <= last && (target > index || index === last));
          assert.ok(isStand(places[target] as TimelinePlace));
        }
        assert.ok(over <= out);
        if (place.kind !== 'stage') assert.ok(into <= over);
        const back = stepBackTarget(places, index);
        assert.ok(back < index || (back === index && index === 0));
      }
    });
  });
});
