import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import type { EventOf } from '../../../src/model/event.ts';
import { eventsOf } from '../../harness/run-story.ts';
import { TestWorkspace } from '../../harness/test-workspace.ts';

const definition = `
agents:
  counts:
    run: mkdir -p out; cat data/*.csv > out/all.txt
    inputs: ["data/**/*.csv"]
    outputs: ["out/*.txt"]
    cache: true
  reports:
    run: >-
      cat out/all.txt > report.md; cat out/all.txt > unlisted.txt;
      echo '::dodeca {"type":"artifact","path":"report.md"}';
      echo '::dodeca {"type":"artifact","path":"./missing.md"}'
    inputs: ["out/*.txt"]
  formats: { run: "sleep 1; echo 3 >> data/a.csv", inputs: ["data/*.csv"], outputs: ["data/*.csv"] }
  silent: { run: "echo nothing > plain.txt" }
  fails: { run: "mkdir -p out; echo x > out/x.txt; exit 1", inputs: ["data/*.csv"], outputs: ["out/*.txt"] }
pipelines:
  p:
    stages:
      - { name: count, agents: [counts] }
      - { name: report, agents: [reports, silent] }
  formatting: { stages: [ { name: s, agents: [formats] } ] }
  failing: { stages: [ { name: s, agents: [fails] } ] }
`;

const sha = (text: string) => hash('sha256', text);

describe('what executions read and wrote', () => {
  let workspace: TestWorkspace;

  beforeEach(() => {
    workspace = new TestWorkspace(definition, { 'data/a.csv': '1\n', 'data/deep/b.csv': '2\n' });
  });

  afterEach(() => workspace.dispose());

  const listed = (event: EventOf<'execution.files'> | undefined) =>
    event && {
      agent: event.agent,
      inputs: Object.fromEntries(event.inputs.map(({ path, hash }) => [path, hash])),
      outputs: Object.fromEntries(event.outputs.map(({ path, hash }) => [path, hash])),
      cached: event.cached,
      cut: event.cut,
    };

  it('is told right before the end of those that succeeded, by what they declare and tell', async () => {
    const { events } = await workspace.run(0, 'p');
    const told = eventsOf(events, 'execution.files');
    assert.deepEqual(told.map(listed), [
      {
        agent: 'counts',
        inputs: { 'data/a.csv': sha('1\n'), 'data/deep/b.csv': sha('2\n') },
        outputs: { 'out/all.txt': sha('1\n') },
        cached: false,
        cut: false,
      },
      {
        agent: 'reports',
        inputs: { 'out/all.txt': sha('1\n') },
        outputs: { 'missing.md': null, 'report.md': sha('1\n') },
        cached: false,
        cut: false,
      },
    ]);
    for (const { seq, executionId } of told) {
      const next = events.find((event) => event.seq > seq && event.type === 'execution.finished');
      assert.equal(next?.type === 'execution.finished' && next.executionId, executionId);
    }
  });

  it('is told of a result that is taken from the cache, too', async () => {
    await workspace.run(0, 'p');
    workspace.write('out/all.txt', 'overwritten');
    const { events } = await workspace.run(0, 'p');
    assert.deepEqual(listed(eventsOf(events, 'execution.files')[0]), {
      agent: 'counts',
      inputs: { 'data/a.csv': sha('1\n'), 'data/deep/b.csv': sha('2\n') },
      outputs: { 'out/all.txt': sha('1\n') },
      cached: true,
      cut: false,
    });
  });

  it('has inputs as they were when it began, also of what it rewrites', async () => {
    const { events } = await workspace.run(0, 'formatting');
    const told = listed(eventsOf(events, 'execution.files')[0]);
    assert.deepEqual(told?.inputs, { 'data/a.csv': sha('1\n') });
    assert.deepEqual(told.outputs, { 'data/a.csv': sha('1\n3\n') });
  });

  it('is not told of those that failed', async () => {
    const { events } = await workspace.run(1, 'failing');
    assert.deepEqual(eventsOf(events, 'execution.files'), []);
  });
});
