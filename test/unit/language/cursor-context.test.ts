import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cursorContext } from '../../../src/language/cursor-context.ts';
import { samples, unmarked } from './marked.ts';

/** Where the cursor is: `path role word`. */
function at(marked: string): string | null {
  const { text, offset } = unmarked(marked);
  const context = cursorContext(text, offset);
  return context && `${context.path.join('.')} ${context.role} ${context.word}`.trimEnd();
}

describe('cursorContext', () => {
  const cases: readonly (readonly [title: string, marked: string, expected: string | null])[] = [
    ['an empty file', '|', ' either'],
    ['a first key', 'ag|', ' either ag'],
    ['a key beside others', 'version: 1\nag|\npipelines: {}\n', ' key ag'],
    ['an empty line below a key', 'agents:\n  |', 'agents either'],
    ['a name below a key', 'agents:\n  li|', 'agents either li'],
    ['a key of an agent', 'agents:\n  lint:\n    file: x\n    ti|\n', 'agents.lint key ti'],
    ['an empty line of an agent', 'agents:\n  lint:\n    file: x\n    |\n  b: {}\n', 'agents.lint key'],
    ['further left', 'agents:\n  lint:\n    file: x\n  |', 'agents key'],
    ['at the left', 'agents:\n  lint:\n    file: x\n|', ' key'],
    ['behind blank lines and comments', 'agents:\n  lint:\n\n  # hm\n\n    |', 'agents.lint either'],
    ['a value', 'agents:\n  lint:\n    priority: hi|', 'agents.lint.priority value hi'],
    ['an empty value', 'agents:\n  lint:\n    priority: |\n', 'agents.lint.priority value'],
    ['a value in double quotes', 'agents:\n  "my lint":\n    file: "a/|b"', 'agents.my lint.file value a/'],
    ['a value in single quotes', "agents:\n  'it''s':\n    file: 'a/|'", "agents.it's.file value a/"],
    ['right behind the colon', 'agents:|', null],
    ['a comment', 'agents: # no|', null],
    ['a line of comment', '# no|', null],
    ['behind a value and a comment', 'version: 1 # a|', null],
    ['an item', 'pipelines:\n  p:\n    stages:\n      - |', 'pipelines.p.stages.0 either'],
    [
      'a key of an item',
      'pipelines:\n  p:\n    stages:\n      - name: a\n        ag|',
      'pipelines.p.stages.0 key ag',
    ],
    [
      'a second item',
      'pipelines:\n  p:\n    stages:\n      - name: a\n      - na|',
      'pipelines.p.stages.1 either na',
    ],
    [
      'a list as far left as its key',
      'pipelines:\n  p:\n    stages:\n    - name: a\n    - name: b\n      agents: [|',
      'pipelines.p.stages.1.agents.0 either',
    ],
    ['a key behind such a list', 'pipelines:\n  p:\n    stages:\n    - name: a\n    |', 'pipelines.p key'],
    [
      'a nested item',
      'pipelines:\n  p:\n    stages:\n      - name: a\n        agents:\n          - x\n          - y|',
      'pipelines.p.stages.0.agents.1 either y',
    ],
    ['an item within brackets', 'clusters:\n  C1: { agents: [a, b|', 'clusters.C1.agents.1 either b'],
    ['an empty item within brackets', 'clusters:\n  C1: { agents: [a, |]}', 'clusters.C1.agents.1 either'],
    ['a key within braces', 'clusters:\n  C1: { name: x, ag|', 'clusters.C1 key ag'],
    ['a value within braces', 'clusters:\n  C1: { system: ke|', 'clusters.C1.system value ke'],
    ['a quoted value within braces', 'clusters:\n  C1: { name: "x, y: |', 'clusters.C1.name value x, y:'],
    ['braces over several lines', 'clusters: {\n  C1: {\n    name: x,\n    |', 'clusters.C1 key'],
    [
      'braces of a stage',
      'pipelines:\n  p:\n    stages:\n      - { name: a, agents: [x], |',
      'pipelines.p.stages.0 key',
    ],
    ['behind braces', 'clusters:\n  C1: { name: x }|', null],
    ['below braces', 'clusters:\n  C1: { name: x }\n  C|', 'clusters key C'],
    ['below braces that nobody closed', 'clusters:\n  C1: { name: x, agents: [a\n  C|', 'clusters key C'],
    ['below quotes that nobody closed', 'agents:\n  a:\n    file: "x\n    ti|', 'agents.a key ti'],
    [
      'a block of text',
      'pipelines:\n  p:\n    stages:\n      - name: a\n        when: >-\n          x &&\n          ou‸',
      'pipelines.p.stages.0.when value ou',
    ],
    ['below a block of text', 'agents:\n  a:\n    run: ‸|\n', 'agents.a.run value'],
    ['a key below a block of text', 'agents:\n  a:\n    run: |\n      x: 1\n\n    ti‸', 'agents.a key ti'],
    [
      'a text of several lines',
      'agents:\n  a:\n    description: one\n      two|',
      'agents.a.description value two',
    ],
    ['an anchor', 'agents:\n  a: &a\n    run: x\n    ti|', 'agents.a key ti'],
    ['Windows line ends', 'agents:\r\n  a:\r\n    run: x\r\n    ti|\r\n', 'agents.a key ti'],
    ['a JSON file', '{ "agents": { "a": { "ru|', 'agents.a key ru'],
    ['a key with a colon within', 'agents:\n  a:b:\n    ti|', 'agents.a:b either ti'],
  ];
  for (const [title, marked, expected] of cases) {
    it(`knows ${title}`, () => assert.equal(at(marked), expected));
  }

  it('knows the keys that are there, before and behind', () => {
    const keys = (marked: string) => {
      const { text, offset } = unmarked(marked);
      return [...(cursorContext(text, offset)?.keys ?? [])];
    };
    assert.deepEqual(
      keys(
        'agents:\n  a:\n    run: x\n    |\n    grace: 5\n    retry:\n      max: 1\n    cwd: y\n  b:\n    file: z\n',
      ),
      ['run', 'grace', 'retry', 'cwd'],
    );
    assert.deepEqual(keys('agents:\n  a: { run: x, |, retry: { max: 1 }, cwd: y }\n'), [
      'run',
      'retry',
      'cwd',
    ]);
  });

  it('knows the items that are there', () => {
    const { text, offset } = unmarked('agents:\n  a: { retry: { on: [failed, "x", |] } }\n');
    assert.deepEqual(cursorContext(text, offset)?.items, ['failed', 'x']);
  });

  it('knows what of a word stands behind the cursor', () => {
    const whole = (marked: string) => {
      const { text, offset } = unmarked(marked);
      const found = cursorContext(text, offset);
      return found && text.slice(found.whole.start, found.whole.end);
    };
    assert.equal(whole('agents:\n  a:\n    ti|meout: 5\n'), 'timeout');
    assert.equal(whole('agents:\n  a:\n    file: "x/|y z"\n'), 'x/y z');
    assert.equal(whole('clusters: { C1: { agents: [le|ft, right] } }'), 'left');
  });

  it('finds for every prefix of a definition a word that ends at the cursor', () => {
    for (const text of Object.values(samples)) {
      for (let offset = 0; offset <= text.length; offset++) {
        const found = cursorContext(text.slice(0, offset), offset);
        if (!found) continue;
        assert.equal(found.span.end, offset);
        assert.ok(found.span.start <= offset);
        assert.ok(!text.slice(found.span.start, offset).includes('\n'), `${offset}`);
        assert.ok(found.whole.end >= offset);
      }
    }
  });

  it('ends for every text', () => {
    const words = fc.constantFrom(
      'a',
      ': ',
      '- ',
      '\n',
      '  ',
      '    ',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '#',
      ' #',
      '|',
      '>',
      ',',
      '&x ',
      '*x',
      '\r\n',
      '\\',
      '---\n',
      '!t ',
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 40 }), fc.nat(), (parts, at) => {
        const text = parts.join('');
        const offset = at % (text.length + 1);
        const found = cursorContext(text, offset);
        if (found) assert.ok(found.span.start <= offset && found.whole.end <= text.length);
      }),
      { numRuns: 2000 },
    );
  });
});
