import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { EngineClient } from '../../../src/client/engine-client.ts';
import type { DodecaEvent, RunOptions } from '../../../src/model/event.ts';
import { runPipeline } from '../../harness/run-pipeline.ts';
import { endings, endOf, eventsOf, reasonOf } from '../../harness/run-story.ts';
import { TestWorkspace } from '../../harness/test-workspace.ts';

const definition = `
agents:
  counts:
    run: >-
      echo counts >> ran.txt; mkdir -p out; cat data/*.csv > out/all.txt; echo n > unlisted.txt;
      echo '::dodeca {"type":"output","name":"rows","value":2}';
      echo '::dodeca {"type":"metric","name":"share","value":0.5}';
      echo '::dodeca {"type":"finding","path":"data/a.csv","line":1,"severity":"info","message":"small"}'
    inputs: ["data/**/*.csv"]
    outputs: ["out/*.txt"]
    cache: true
  fails: { run: "echo fails >> ran.txt; exit 1", inputs: ["data/*.csv"], cache: true }
  reads: { run: 'cp "$DODECA_INPUT" heard.json' }
pipelines:
  p:
    stages:
      - { name: count, agents: [counts] }
      - { name: read, agents: [reads], when: "outputs.counts.rows == 2" }
  failing: { stages: [ { name: s, agents: [fails] } ] }
`;

describe('the result cache', () => {
  let workspace: TestWorkspace;
  let client: EngineClient;

  beforeEach(async () => {
    workspace = new TestWorkspace(definition, { 'data/a.csv': '1\n', 'data/deep/b.csv': '2\n' });
    client = await workspace.connect();
  });

  afterEach(() => workspace.dispose());

  /** A run that ends well, in its events. */
  const run = async (options: Partial<RunOptions> = {}): Promise<readonly DodecaEvent[]> => {
    const events = await runPipeline(client, 'p', options);
    assert.equal(endOf(events).status, 'succeeded');
    return events;
  };

  it('takes a result whose inputs are the same, with its files and all it told', async () => {
    const first = await run();
    assert.equal(eventsOf(first, 'cache.miss').length, 1);
    assert.equal(eventsOf(first, 'cache.stored').length, 1);
    workspace.write('out/all.txt', 'overwritten');
    const second = await run();
    assert.deepEqual(endings(second), ['count/counts cached', 'read/reads succeeded']);
    assert.match(reasonOf(second, 'counts') ?? '', /same/);
    assert.deepEqual(workspace.linesOf('ran.txt'), ['counts']);
    assert.equal(workspace.read('out/all.txt'), '1\n');
    for (const type of ['execution.output', 'execution.metric', 'execution.finding'] as const)
      assert.equal(eventsOf(second, type).length, 1, type);
    const heard = JSON.parse(workspace.read('heard.json')) as { outputs: object };
    assert.deepEqual(heard.outputs, { counts: { rows: 2 }, 'count/counts': { rows: 2 } });
    const why = await workspace.expect(0, 'why', 'last', 'counts');
    assert.match(why.stdout, /^count\/counts was not run again: /);
  });

  it('runs again what has changed, and why says what that was', async () => {
    await run();
    const changes: [() => void, RegExp][] = [
      [() => workspace.write('data/deep/b.csv', '3\n'), /input data\/deep\/b\.csv changed/],
      [() => workspace.write('data/c.csv', '4\n'), /input added: data\/c\.csv/],
      [
        () => workspace.write('dodeca.yaml', definition.replace('echo n >', 'echo m >')),
        /the definition of the agent changed/,
      ],
    ];
    for (const [change, reason] of changes) {
      change();
      const events = await run();
      assert.equal(endings(events)[0], 'count/counts succeeded');
      assert.match(eventsOf(events, 'cache.miss')[0]?.reason ?? '', reason);
      const why = await workspace.expect(0, 'why', 'last', 'counts');
      assert.match(why.stdout, reason);
    }
    assert.equal(workspace.linesOf('ran.txt').length, 4);
    // What was there before is there still.
    workspace.write('dodeca.yaml', definition);
    const events = await run();
    assert.equal(endings(events)[0], 'count/counts cached');
  });

  it('is not asked with --no-cache, and keeps nothing then', async () => {
    await run();
    const { events } = await workspace.run(0, 'p', '--no-cache');
    assert.equal(endings(events)[0], 'count/counts succeeded');
    assert.deepEqual(
      events.filter(({ type }) => type.startsWith('cache.')),
      [],
    );
    assert.equal(workspace.linesOf('ran.txt').length, 2);
  });

  it('keeps no failure', async () => {
    assert.equal(endOf(await runPipeline(client, 'failing')).status, 'failed');
    const events = await runPipeline(client, 'failing');
    assert.equal(endOf(events).status, 'failed');
    assert.deepEqual(eventsOf(events, 'cache.stored'), []);
    assert.equal(workspace.linesOf('ran.txt').length, 2);
  });

  it('can be looked at, exported, cleared, imported and told to forget an agent', async () => {
    const file = join(workspace.path, 'archive.bin');
    const entries = async (...words: string[]): Promise<unknown> =>
      (await workspace.expect(0, 'cache', ...words, '--json')).lines[0]?.entries;
    await run();
    assert.equal(await entries('status'), 1);
    assert.equal(await entries('export', file), 1);
    assert.equal(await entries('clear'), 0);
    assert.equal(endings(await run())[0], 'count/counts succeeded');
    assert.equal(await entries('clear'), 0);
    assert.equal(await entries('import', file), 1);
    assert.equal(endings(await run())[0], 'count/counts cached');
    assert.equal(await entries('invalidate', 'other*'), 1);
    assert.equal(await entries('invalidate', 'cou*'), 0);
    const text = await workspace.expect(0, 'cache', 'status');
    assert.match(text.stdout, /^0 results, 0 B; \d+ hits?, \d+ miss(es)? so far\n$/);
    workspace.write('rubbish.bin', 'rubbish');
    const refused = await workspace.expect(2, 'cache', 'import', join(workspace.path, 'rubbish.bin'));
    assert.match(refused.stderr, /rubbish\.bin/);
    assert.doesNotMatch(refused.stderr, /\n {4}at /);
  });

  it('that is lost is begun anew, and costs nothing but time', async () => {
    await run();
    await workspace.expect(0, 'stop');
    workspace.write(
      '.dodeca/cache/cache.db',
      'no database at all, but longer than a header of one would be, so that it is read',
    );
    client = await workspace.connect();
    const events = await run();
    assert.equal(endings(events)[0], 'count/counts succeeded');
    assert.equal(endings(await run())[0], 'count/counts cached');
  });
});
