import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventsOf } from '../../harness/run-story.ts';
import { ScriptedAgents } from '../../harness/scripted-agent.ts';
import { TestWorkspace } from '../../harness/test-workspace.ts';

const secrets = {
  github: `ghp_${'a1B2'.repeat(9)}`,
  password: 'correct-horse-battery',
  own: 'customer-4711',
};

const leaking = `
. ./secrets.sh
echo "token is $GITHUB"
printf 'half of it: %.10s' "$GITHUB"; printf '%s\\n' "$GITHUB" | cut -c 11-
echo "password=$PASSWORD" >&2
echo "order of $OWN"
echo "::dodeca {\\"type\\":\\"output\\",\\"name\\":\\"token\\",\\"value\\":\\"$GITHUB\\"}"
echo "::dodeca {\\"type\\":\\"log\\",\\"level\\":\\"info\\",\\"message\\":\\"for $OWN\\"}"
echo done
`;

const definitionOf = (agents: ScriptedAgents): string => `
redact: ["customer-\\\\d+"]
agents:
  leaks: { run: ". ./leaking.sh" }
  given: { run: 'echo "got $DEPLOY_KEY here"; echo $DEPLOY_KEY >> given.txt; test -e healed' }
  speaks: { run: ${agents.shell('speaks')} }
  floods: { run: "echo first; yes 'a line of the flood that nobody reads to its end' | head -c 75000000; echo last" }
  binary: { run: "head -c 3000000 /dev/urandom; echo; echo '::dodeca {\\"type\\":\\"metric\\",\\"name\\":\\"after\\",\\"value\\":1}'" }
  mute: { run: "exec 1>&- 2>&-; sleep 0.05; exit 5" }
  twice: { run: "echo attempt $DODECA_ATTEMPT; exit 1", retry: { attempts: 2, backoff: 1ms } }
pipelines:
  leaks: { stages: [ { name: s, agents: [leaks] } ] }
  speaks: { stages: [ { name: one, agents: [speaks] }, { name: two, agents: [speaks] } ] }
  given: { stages: [ { name: s, agents: [given] } ] }
  floods: { stages: [ { name: s, agents: [floods] } ] }
  odd: { stages: [ { name: s, agents: [binary, mute, twice] } ] }
`;

describe('what agents print', () => {
  let agents: ScriptedAgents;
  let workspace: TestWorkspace;

  before(async () => {
    agents = await ScriptedAgents.open();
    workspace = new TestWorkspace(definitionOf(agents), {
      'leaking.sh': leaking,
      'secrets.sh': `GITHUB=${secrets.github}\nPASSWORD=${secrets.password}\nOWN=${secrets.own}\n`,
    });
    await workspace.connect();
  });

  after(async () => {
    await workspace.dispose();
    await agents.close();
  });

  it('is shown by `logs` without the secrets in it, which reach no file of the state', async () => {
    const { events, stdout } = await workspace.run(0, 'leaks');
    const logs = await workspace.expect(0, 'logs', 'last', 'leaks');
    assert.match(logs.stdout, /token is \[redacted\]/);
    assert.match(logs.stdout, /order of \[redacted\]/);
    assert.match(logs.stdout, /\ndone\n/);
    assert.equal(eventsOf(events, 'execution.output')[0]?.value, '[redacted]');
    await workspace.expect(0, 'stop');
    const state = join(workspace.path, '.dodeca');
    const files = readdirSync(state, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    assert.ok(files.length >= 4);
    for (const secret of Object.values(secrets)) {
      assert.ok(!stdout.includes(secret));
      assert.ok(!logs.stdout.includes(secret));
      for (const { name, parentPath } of files)
        assert.ok(!readFileSync(join(parentPath, name)).includes(secret), `${secret} stands in ${name}`);
    }
    await workspace.connect();
  });

  it('is without the secrets that a run is given, which agents get, also when it is resumed', async () => {
    const env = { DEPLOY_KEY: 'swordfish-and-tuna', SHORT: 'x' };
    const start = (...words: string[]) =>
      workspace.start([...words, '--secret', 'DEPLOY_KEY'], { env }).ended;
    const first = await start('run', 'given', '--json');
    assert.equal(first.code, 1);
    const lacking = await workspace.start(['resume', 'last', '--json'], { env }).ended;
    assert.equal(lacking.code, 1);
    assert.match(
      lacking.stderr,
      /It was given DEPLOY_KEY before, and goes on without: .* \(--secret DEPLOY_KEY hands them over again\)\.\n/,
    );
    workspace.write('healed', '');
    const second = await start('resume', 'last', '--json');
    assert.equal(second.code, 0);
    assert.doesNotMatch(second.stderr, /DEPLOY_KEY/);
    assert.equal(workspace.read('given.txt'), 'swordfish-and-tuna\n\nswordfish-and-tuna\n');
    const logs = await workspace.expect(0, 'logs', 'last', 'given');
    assert.equal(logs.stdout.split('got [redacted] here\n').length, 3);
    for (const text of [first.stdout, second.stdout, logs.stdout, JSON.stringify(workspace.journal())])
      assert.ok(!text.includes('swordfish'));
    const missing = await workspace.expect(2, 'run', 'given', '--secret', 'NO_SUCH_VARIABLE');
    assert.match(
      missing.stderr,
      /^--secret NO_SUCH_VARIABLE: the environment has no variable of that name\.\n$/,
    );
  });

  it('is followed by `logs --follow` until the agent ends, also as JSON', async () => {
    const run = workspace.start(['run', 'speaks', '--json']);
    const speaks = await agents.nextInvocation('speaks');
    await speaks.stdout('grüß dich, Welt\n');
    const follow = workspace.start(['logs', 'last', 'one/speaks', '--follow']);
    await follow.says('grüß dich, Welt\n');
    const json = workspace.start(['logs', 'last', 'one/speaks', '--follow', '--json']);
    await json.says('grüß');
    await speaks.stderr('and one more\n');
    await follow.says('and one more\n');
    assert.equal(follow.process.exitCode, null);
    await speaks.stdout('without an end');
    await speaks.exit(0);
    const followed = await follow.ended;
    assert.equal(followed.code, 0);
    const text = 'grüß dich, Welt\nand one more\nwithout an end';
    assert.equal(followed.stdout, text);
    const pieces = (await json.ended).lines;
    assert.equal(pieces.map((piece) => piece.text).join(''), text);
    // The plain name means the last place of the agent, which has printed nothing.
    const second = await agents.nextInvocation('speaks');
    assert.equal((await workspace.expect(0, 'logs', 'last', 'speaks')).stdout, '');
    await second.exit(0);
    assert.equal((await run.ended).code, 0);
  });

  it('is cut in the middle above the cap, and says so', async () => {
    await workspace.run(0, 'floods');
    const { stdout } = await workspace.expect(0, 'logs', 'last', 'floods');
    assert.ok(stdout.startsWith('first\na line of the flood'));
    assert.ok(stdout.endsWith('last\n'));
    assert.ok(stdout.length <= 64 * 1024 * 1024 && stdout.length > 60 * 1024 * 1024);
    assert.match(stdout, /\n.*cut.*\n/);
  });

  it('may be rubbish, nothing, or of several attempts', async () => {
    const { events } = await workspace.run(1, 'odd');
    const ends = new Map(eventsOf(events, 'execution.finished').map((end) => [end.agent, end]));
    assert.equal(ends.get('binary')?.status, 'succeeded');
    assert.deepEqual(
      eventsOf(events, 'execution.metric').map(({ name }) => name),
      ['after'],
    );
    assert.equal(ends.get('mute')?.exitCode, 5);
    assert.equal((await workspace.expect(0, 'logs', 'last', 'mute')).stdout, '');
    const twice = await workspace.expect(0, 'logs', 'last', 'twice');
    assert.match(twice.stdout, /^attempt 1\n.*attempt 2.*\nattempt 2\n$/);
  });
});
