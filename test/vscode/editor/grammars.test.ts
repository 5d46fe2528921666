import assert from 'node:assert/strict';
import { type Token, tokensOf } from './tokenizer.ts';

/** The tokens of a text that belong to CEL, as `text scope`, strings joined. */
async function celOf(text: string): Promise<string[]> {
  const tokens = (await tokensOf(text, 'source.yaml')).flat();
  return tokens.filter(isCel).map(shown);
}

const isCel = ({ scopes, text }: Token) => scopes.includes('meta.embedded.inline.cel') && text.trim() !== '';

/** A token with the part of its innermost scope that says what it is. */
function shown({ text, scopes }: Token): string {
  const last = scopes.at(-1) ?? '';
  const string = scopes.some((scope) => /^string\..*cel$/.test(scope));
  return `${text.trim()} ${string ? 'string' : last.split('.').slice(0, 2).join('.')}`;
}

const stage = (...lines: readonly string[]) =>
  `pipelines:\n  p:\n    stages:\n      - name: a\n${lines.map((line) => `        ${line}\n`).join('')}`;

const expected = [
  'outputs variable.language',
  '. punctuation.accessor',
  'lint variable.other',
  '. punctuation.accessor',
  'n variable.other',
  '> keyword.operator',
  '0.9 constant.numeric',
  '&& keyword.operator',
  'has keyword.other',
  '( punctuation.section',
  'params variable.language',
  '. punctuation.accessor',
  'x variable.other',
  ') punctuation.section',
];

describe('The colours of a condition', () => {
  const forms: Readonly<Record<string, string>> = {
    'plain text': stage('when: outputs.lint.n > 0.9 && has(params.x) # why', 'critical: true'),
    'plain text over several lines': stage(
      'when: outputs.lint.n > 0.9',
      '  && has(params.x)',
      'critical: true',
    ),
    'double quotes': stage('when: "outputs.lint.n > 0.9 && has(params.x)" # why', 'critical: true'),
    'single quotes': stage("'when': 'outputs.lint.n > 0.9 && has(params.x)'", 'critical: true'),
    'a folded block': stage(
      'when: >- # why',
      '  outputs.lint.n > 0.9',
      '',
      '  && has(params.x)',
      'critical: true',
    ),
    'a literal block': stage('when: |', '  outputs.lint.n > 0.9 && has(params.x)', 'critical: true'),
    'a line of its own': stage('when:', '  outputs.lint.n > 0.9 && has(params.x)', 'critical: true'),
    'the first key of a stage':
      'pipelines:\n  p:\n    stages:\n    - when: outputs.lint.n > 0.9 && has(params.x)\n      name: a\n',
    braces:
      'pipelines:\n  p:\n    stages:\n      - { when: outputs.lint.n > 0.9 && has(params.x), name: a }\n',
    'braces and quotes':
      'pipelines:\n  p:\n    stages: [{name: a, when: "outputs.lint.n > 0.9 && has(params.x)"}]\n',
    'braces over several lines':
      'pipelines:\n  p:\n    stages:\n      - {\n          when: outputs.lint.n > 0.9\n            && has(params.x),\n          name: a }\n',
  };
  for (const [form, text] of Object.entries(forms)) {
    it(`come in ${form}, and end with it`, async () => {
      assert.deepEqual(await celOf(text), expected);
      const tokens = (await tokensOf(text, 'source.yaml')).flat();
      const wrong = tokens.filter(({ scopes }) => scopes.some((scope) => scope.startsWith('invalid')));
      assert.deepEqual(wrong, []);
      const after = tokens.filter(({ text: word }) => /^(critical|name|p|stages)$/.test(word));
      assert.ok(after.length >= 3);
      for (const { scopes } of after) assert.equal(scopes.at(-1), 'entity.name.tag.yaml');
    });
  }

  it('know the quotes of CEL within those of YAML', async () => {
    const strings = (tokens: readonly string[]) => tokens.filter((token) => token.endsWith(' string'));
    assert.deepEqual(strings(await celOf(stage(`when: "outputs[\\"a/b\\"].x == 'y'"`, 'name: b'))), [
      '\\" string',
      'a/b string',
      '\\" string',
      "' string",
      'y string',
      "' string",
    ]);
    assert.deepEqual(strings(await celOf(stage(`when: 'status["a"] == ''b'''`, 'name: b'))), [
      '" string',
      'a string',
      '" string',
      "'' string",
      'b string',
      "'' string",
    ]);
  });

  it('end with the quote, also behind a string that is not closed', async () => {
    const tokens = (await tokensOf(stage(`when: "params.x == 'y"`, 'critical: true'), 'source.yaml')).flat();
    const key = tokens.find(({ text }) => text === 'critical');
    assert.equal(key?.scopes.at(-1), 'entity.name.tag.yaml');
  });

  it('are for the stages of pipelines alone: other tools say `when` too', async () => {
    assert.deepEqual(await celOf('tasks:\n  - name: a\n    when: x == 1\n'), []);
    assert.deepEqual(await celOf('agents:\n  a:\n    run: "echo when: x == 1"\n    when: x == 1\n'), []);
    assert.deepEqual(await celOf(`${stage('parallel: true')}agents:\n  a: { when: x == 1 }\n`), []);
  });

  it('leave everything else of a definition as it is without them', async () => {
    const others = stage('agents: [a, "b"]', '# comment', 'needs:', '  - x');
    const [mine, plain] = await Promise.all([
      tokensOf(others, 'source.yaml'),
      tokensOf(others.replace('pipelines', 'pipelinez'), 'source.yaml'),
    ]);
    const without = (lines: readonly (readonly Token[])[]) =>
      lines
        .slice(1)
        .map((line) =>
          line.map(({ text, scopes }) => [text, scopes.filter((scope) => scope !== 'meta.pipelines.dodeca')]),
        );
    assert.deepEqual(without(mine), without(plain));
  });
});

describe('The grammar of CEL', () => {
  it('tells the parts of the language apart', async () => {
    const [line = []] = await tokensOf(
      `r"a\\" == b'x\\n' ? 0x1F : -1.5e3 in [1u, null] || outputs.?a.all(v, v.size() > int(x)) // end`,
      'source.cel',
    );
    assert.deepEqual(line.filter(({ text }) => /\w/.test(text)).map(shown), [
      'r string',
      'a\\ string',
      'b string',
      'x string',
      '\\n string',
      '0x1F constant.numeric',
      '1.5e3 constant.numeric',
      'in keyword.operator',
      '1u constant.numeric',
      'null constant.language',
      'outputs variable.language',
      'a variable.other',
      'all entity.name',
      'v variable.other',
      'v variable.other',
      'size entity.name',
      'int support.type',
      'x variable.other',
      'end comment.line',
    ]);
  });
});
