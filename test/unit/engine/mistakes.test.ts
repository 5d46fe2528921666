import assert from 'node:assert/strict';
import { type Outcome, describe as outcomeText } from '../../harness/command-line.ts';
import { TestWorkspace, withWorkspace } from '../../harness/test-workspace.ts';

const definition = `
agents: { good: { run: "exit 0" } }
pipelines: { p: { stages: [ { name: s, agents: [good] } ] } }
`;

const broken = `agents:
  good: { run: "exit 0", tiemout: 3 }
pipelines:
  p:
    stages:
      - { name: a, agents: [good], needs: [b] }
      - { name: b, agents: [god], needs: [a], when: "outputs." }
`;

/** One clear message, no stack trace, nothing on standard output. */
function assertClear(outcome: Outcome, code: number, message: RegExp): void {
  assert.equal(outcome.code, code, outcomeText(outcome));
  assert.match(outcome.stderr, message);
  assert.doesNotMatch(outcome.stderr, /^ {4}at |node:internal|undefined|\[object/m);
  assert.ok(outcome.stderr.endsWith('\n'));
  assert.equal(outcome.stdout, '');
}

describe('a mistake of the user', () => {
  let workspace: TestWorkspace;

  before(async () => {
    workspace = new TestWorkspace(definition);
    await workspace.connect();
    await workspace.run(0, 'p');
  });

  after(() => workspace.dispose());

  const mistakes: [string[], RegExp][] = [
    [['run', 'nothing'], /^there is no pipeline `nothing`: there are `p`, `setup`, `define`, /],
    [['run', 'good'], /^there is no pipeline `good`: did you mean `agent:good`\?\n$/],
    [['run', 'agent:goood'], /^there is no agent `goood`: did you mean `agent:good`\?\n$/],
    [['plan', 'cluster:C44'], /^there is no cluster `C44`: did you mean `cluster:C4`\?\n$/],
    [['pin', 'nothing'], /^There is no run 'nothing'/],
    [['run'], /missing required argument 'pipeline'/],
    [['run', 'p', '--frobnicate'], /unknown option '--frobnicate'/],
    [['run', 'p', '--max-concurrent', '0'], /--max-concurrent.*whole number from 1 on/],
    [['run', 'p', '--param', 'x=1'], /there is no parameter `x`: the pipeline `p` takes none/],
    [['frobnicate'], /unknown command 'frobnicate'/],
    [['plam', 'p'], /unknown command 'plam'\n\(Did you mean plan\?\)/],
    [['plan', 'q'], /there is no pipeline `q`/],
    [['show', 'nothing'], /^There is no run 'nothing'\. 'dodeca runs' lists them\.\n$/],
    [['resume', 'nothing'], /^There is no run 'nothing'/],
    [['cancel', 'nothing'], /^There is no run 'nothing'/],
    [['logs', 'last', 'goood'], /has no agent 'goood'\. Did you mean 'good'\?/],
    [['why', 'last', 's/god'], /has no agent 's\/god'\. Did you mean 's\/good'\?/],
    [['resume', 'last', '--from', 'gud'], /no agent 'gud'/],
    [['resume', 'last', '--definition', 'mine'], /Allowed choices are recorded, current/],
    [['runs', '--limit', 'many'], /whole number from 1 on/],
    [['cache', 'import', '/no/such/file'], /There is no file \/no\/such\/file/],
    [['cache', 'invalidate', '/(/'], /\/\(\//],
  ];
  for (const [words, message] of mistakes)
    it(`is told: ${words.join(' ')}`, async () => {
      assertClear(await workspace.dodeca(...words), 2, message);
    });

  it('is told with --json as well, on standard error', async () => {
    assertClear(await workspace.dodeca('show', 'nothing', '--json'), 2, /There is no run/);
  });
});

describe('a wrong definition', () => {
  it('is told by run, plan and validate alike, with file, line and column', async () => {
    await withWorkspace(broken, {}, async (workspace) => {
      const validated = await workspace.expect(2, 'validate', '--json');
      const [answer] = validated.lines as unknown as [
        { valid: boolean; problems: { file: string; line: number; column: number; message: string }[] },
      ];
      assert.equal(answer.valid, false);
      const at = answer.problems.map(({ file, line, message }) => `${file}:${line} ${message}`).join('\n');
      assert.match(at, /dodeca\.yaml:2 .*tiemout.*did you mean .timeout/i);
      assert.match(at, /dodeca\.yaml:6 .*a → b → a/);
      assert.match(at, /dodeca\.yaml:7 .*god.*good/);
      for (const { column } of answer.problems) assert.ok(column >= 1);
      const text = await workspace.expect(2, 'validate');
      for (const command of ['run', 'plan']) {
        const outcome = await workspace.dodeca(command, 'p');
        assertClear(outcome, 2, /^The definition has \d errors:\ndodeca\.yaml:2:/);
        for (const line of outcome.stderr.trimEnd().split('\n').slice(1))
          assert.ok(text.stdout.includes(line), line);
        const json = await workspace.expect(2, command, 'p', '--json');
        assert.deepEqual(json.lines, [answer]);
      }
    });
  });

  it('is not one that names a script which does not exist yet: that is a warning', async () => {
    const text = definition.replace('run: "exit 0"', 'file: made/later.sh');
    await withWorkspace(text, {}, async (workspace) => {
      const { lines } = await workspace.expect(0, 'validate', '--json');
      const [answer] = lines as unknown as [
        { valid: boolean; problems: { severity: string; message: string }[] },
      ];
      assert.equal(answer.valid, true);
      assert.deepEqual(
        answer.problems.map(({ severity }) => severity),
        ['warning'],
      );
      assert.match(answer.problems[0]?.message ?? '', /made\/later\.sh/);
      await workspace.run(1, 'p');
      workspace.write('made/later.sh', 'exit 0');
      await workspace.run(0, 'p');
    });
  });

  it('does not keep the engine from being looked at and stopped', async () => {
    await withWorkspace(definition, {}, async (workspace) => {
      await workspace.connect();
      await workspace.run(0, 'p');
      workspace.write('dodeca.yaml', broken);
      await workspace.expect(0, 'status');
      await workspace.expect(0, 'runs');
      assertClear(await workspace.dodeca('agents'), 2, /^The definition has/);
      await workspace.expect(0, 'stop');
      assert.deepEqual(workspace.engines(), []);
    });
  });

  it('is refused whatever it is made of, without a stack trace', async () => {
    const deep = `a: ${'['.repeat(20_000)}`;
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghi']
      .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[index]}`).join(',')}]`)
      .join('\n')}`;
    const name = (text: string): string =>
      `agents: { ${text}: { run: "exit 0" } }\npipelines: { p: { stages: [ { name: s, agents: [${text}] } ] } }`;
    const texts: [string, string][] = [
      ['binary', '\0\u0001\u0002ELF\u007f'],
      ['nested', deep],
      ['anchors', bomb],
      ['twice', 'agents: {}\nagents: {}\n'],
      ['tabs', 'agents:\n\tgood: { run: x }\n'],
      ['types', 'agents: 3\npipelines: [1]\nlimits: no\n'],
      ['newline in a name', name('"a\\nb"')],
      ['empty name', name('""')],
      ['list', '- a\n- b\n'],
      ['paths', 'agents: { a: { run: x, cwd: "../.." , outputs: ["../x"] } }\npipelines: {}\n'],
    ];
    await withWorkspace('', {}, async (workspace) => {
      for (const [what, text] of texts) {
        workspace.write('dodeca.yaml', text);
        const outcome = await workspace.dodeca('validate');
        assert.equal(outcome.code, 2, `${what}: ${outcomeText(outcome)}`);
        assert.equal(outcome.stderr, '', what);
        assert.match(outcome.stdout, /^dodeca\.yaml:\d+:\d+/m, what);
        assert.doesNotMatch(outcome.stdout, /^ {4}at /m, what);
      }
      assertClear(await workspace.dodeca('run', 'p'), 2, /^The definition has/);
    });
  });

  it('may have CRLF and a byte order mark, and names with spaces, quotes and all of Unicode', async () => {
    const names = ['a b', 'it\'s "so"', '名前 🜁', '..', 'a/b', 'constructor', '-n', '$(touch owned)'];
    const agents = names.map(
      (name) => `  ${JSON.stringify(name)}: { run: 'printf "%s\\n" "$DODECA_AGENT" >> names.txt' }`,
    );
    const text = `\uFEFFagents:\n${agents.join('\n')}\npipelines:\n  ${JSON.stringify('p "ü"')}:\n    stages:\n      - { name: "s '1'/..", agents: ${JSON.stringify(names)} }\n`;
    await withWorkspace(text.replaceAll('\n', '\r\n'), {}, async (workspace) => {
      await workspace.connect();
      await workspace.run(0, 'p "ü"');
      assert.equal(workspace.read('names.txt').replaceAll(/ *\r?\n/g, '\n'), `${names.join('\n')}\n`);
      for (const name of ['..', '名前 🜁', `s '1'/../it's "so"`])
        await workspace.expect(0, 'logs', 'last', name);
      const why = await workspace.expect(0, 'why', 'last', 'constructor');
      assert.match(why.stdout, /constructor succeeded/);
      assert.ok(!workspace.has('owned'));
    });
  });
});
