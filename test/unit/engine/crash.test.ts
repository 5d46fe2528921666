import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from '../../../src/common/errors.ts';
import { type CommandLine, type Outcome, describe as outcomeText } from '../../harness/command-line.ts';
import { assertGapless, endings, endOf, eventsOf } from '../../harness/run-story.ts';
import { ScriptedAgents } from '../../harness/scripted-agent.ts';
import { type TestWorkspace, withWorkspace } from '../../harness/test-workspace.ts';

/** Tells that it began and that it ended; what it starts besides would outlive it if nobody looked after it. */
const worker = `
echo "$DODECA_AGENT $DODECA_ATTEMPT" >> "starts-$DODECA_RUN_ID"
sleep 600 &
setsid sleep 601 &
echo '::dodeca {"type":"output","name":"n","value":1}'
sleep 0.0$1
echo "$DODECA_AGENT $DODECA_ATTEMPT" >> "ends-$DODECA_RUN_ID"
`;

const names = Array.from({ length: 14 }, (_, index) => `a${index}`);

const definition = `
limits: { concurrency: 3 }
agents:
${names.map((name, index) => `  ${name}: { file: worker.sh, args: ["${(index % 4) + 1}"], grace: 0 }`).join('\n')}
pipelines:
  p:
    stages:
      - { name: one, agents: [a0, a1], parallel: true }
      - { name: two, agents: [a2, a3, a4, a5, a6], parallel: true }
      - { name: three, agents: [a7, a8] }
      - { name: beside, agents: [a9, a10, a11], needs: [one] }
      - { name: last, agents: [a12, a13], needs: [three, beside], when: "outputs.a0.n == 1" }
`;

/** Numbers from 0 to below 1 that a seed repeats (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A run that is killed and resumed again and again, and what is known of it. */
class Ordeal {
  readonly #workspace: TestWorkspace;
  /** By run and agent: how often it had started when its success was told. */
  readonly #told = new Map<string, number>();
  runId: string | null = null;

  constructor(workspace: TestWorkspace) {
    this.#workspace = workspace;
  }

  start(): CommandLine {
    const words = this.runId === null ? ['run', 'p'] : ['resume', this.runId];
    return this.#workspace.start([...words, '--json']);
  }

  /** Takes in what a command showed; true when the run has come to its good end. */
  async note(outcome: Outcome): Promise<boolean> {
    const { events } = outcome;
    assert.deepEqual(await this.#workspace.leftovers(), []);
    for (const event of eventsOf(events, 'execution.finished')) {
      if (event.status === 'succeeded')
        this.#told.set(`${event.runId} ${event.agent}`, this.#count('starts', event.runId, event.agent));
    }
    const journal = this.#workspace.journal();
    assertGapless(journal);
    // Nothing that was told is lost.
    for (const event of events) assert.deepEqual(journal[event.seq - 1], event);
    this.runId = eventsOf(journal, 'run.started').at(-1)?.runId ?? null;
    const end = journal.findLast(
      ({ type }) => type === 'run.finished' || type === 'run.resumed' || type === 'run.started',
    );
    if (end?.type !== 'run.finished' || end.status !== 'succeeded') return false;
    this.#judge(end.runId);
    this.runId = null;
    return true;
  }

  #judge(runId: string): void {
    // The intent was durable before its process was there: no attempt was begun twice.
    const starts = this.#workspace.linesOf(`starts-${runId}`);
    assert.equal(new Set(starts).size, starts.length, `an attempt was begun twice: ${starts.join(', ')}`);
    for (const name of names) {
      assert.ok(this.#count('ends', runId, name) >= 1, `${name} is lost`);
      const told = this.#told.get(`${runId} ${name}`);
      if (told !== undefined)
        assert.equal(this.#count('starts', runId, name), told, `${name} ran again after its end was told`);
    }
  }

  #count(what: 'starts' | 'ends', runId: string, name: string): number {
    return this.#workspace.linesOf(`${what}-${runId}`).filter((line) => line.split(' ')[0] === name).length;
  }
}

describe('an engine that is killed', () => {
  it('at any point of a run loses nothing that was told, leaves no process, and the run can be resumed', async function () {
    this.timeout(180_000);
    const seed = Date.now() % 2 ** 31;
    const random = randomFrom(seed);
    await withWorkspace(definition, { 'worker.sh': worker }, async (workspace) => {
      const ordeal = new Ordeal(workspace);
      let interrupted = 0;
      for (let kill = 0; kill < 10; kill++) {
        const command = ordeal.start();
        // Some die while they start or recover, the others in the midst of the run.
        const at = random();
        if (at < 0.2) await engineOf(workspace);
        else {
          // A run that was resumed may have fewer ends to come.
          const nth = command.event('execution.finished', countdown(Math.floor(random() * 8)));
          await Promise.race([nth.catch(() => undefined), command.ended]);
        }
        await sleep(random() * 40);
        killEngines(workspace);
        const outcome = await command.ended;
        const context = `seed ${seed}, kill ${kill}: ${outcomeText(outcome)}`;
        if (outcome.code === 3) {
          assert.doesNotMatch(outcome.stderr, /^ {4}at /m, context);
          if (outcome.events.length > 0) {
            interrupted += 1;
            assert.equal(endOf(outcome.events).status, 'interrupted', context);
            assert.equal(endOf(outcome.events).executions.length, names.length, context);
            assert.match(outcome.stderr, new RegExp(`dodeca resume ${endOf(outcome.events).runId}`), context);
          }
        } else {
          // It came too late: the run had ended.
          assert.equal(outcome.code, 0, context);
          assert.equal(endOf(outcome.events).status, 'succeeded', context);
        }
        // The next command line finds everything in order.
        if (kill % 4 === 0) {
          const { lines } = await workspace.expect(0, 'runs', '--json');
          for (const { status } of lines) assert.match(String(status), /^(interrupted|succeeded)$/, context);
        }
        await ordeal.note(outcome);
      }
      if (ordeal.runId !== null) assert.ok(await ordeal.note(await ordeal.start().ended), `seed ${seed}`);
      assert.ok(interrupted >= 3, `only ${interrupted} runs were interrupted; seed ${seed}`);
    });
  });

  it('is told by the command line that follows the run, which names `resume` and ends with 3', async () => {
    const agents = await ScriptedAgents.open();
    const text = `
agents: { waits: { run: ${agents.shell('waits')} }, late: { run: "exit 0" } }
pipelines: { p: { stages: [ { name: one, agents: [waits] }, { name: two, agents: [late] } ] } }
`;
    try {
      await withWorkspace(text, {}, async (workspace) => {
        const run = workspace.start(['run', 'p', '--json']);
        const waits = await agents.nextInvocation('waits');
        await waits.emit({ type: 'metric', name: 'told', value: 1 });
        await run.event('execution.metric');
        workspace.killEngine();
        await waits.gone;
        const { code, events, stderr } = await run.ended;
        assert.equal(code, 3);
        assert.deepEqual(endings(events), ['one/waits interrupted', 'two/late interrupted']);
        assert.equal(endOf(events).reason, 'the engine died');
        assert.equal(eventsOf(events, 'run.finished').length, 1);
        assert.match(stderr, /^The engine died: .*\nGo on with: dodeca resume \w{26}\n$/);
        // It was started once more for that, and has left again.
        assert.deepEqual((await workspace.expect(0, 'status', '--json')).lines, [{ running: false }]);
        const [shown] = (await workspace.expect(0, 'show', 'last', '--json')).lines;
        assert.equal(shown?.status, 'interrupted');
        const why = await workspace.expect(0, 'why', 'last', 'waits');
        assert.match(why.stdout, /^one\/waits was interrupted: the engine died while it ran/);
        // For people it is the same, as text.
        const resume = workspace.start(['resume', 'last']);
        await agents.nextInvocation('waits');
        workspace.killEngine();
        const told = await resume.ended;
        assert.equal(told.code, 3);
        assert.match(told.stdout, /p interrupted in .*: 2 interrupted/);
        assert.match(told.stdout + told.stderr, /Go on with: dodeca resume \w{26}/);
      });
    } finally {
      await agents.close();
    }
  });
});

/** Holds at the nth time that it is asked about another event. */
function countdown(n: number): (event: { readonly seq: number }) => boolean {
  const seen = new Set<number>();
  return ({ seq }) => {
    seen.add(seq);
    return seen.size > n;
  };
}

/** Kills whatever engine runs, if one has not just left by itself. */
function killEngines(workspace: TestWorkspace): void {
  for (const pid of workspace.engines())
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if (errorCode(error) !== 'ESRCH') throw error;
    }
}

/** Resolves when an engine runs, whatever it does. */
async function engineOf(workspace: TestWorkspace): Promise<void> {
  while (workspace.engines().length === 0) await sleep(2);
}
