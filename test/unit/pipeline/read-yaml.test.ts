import assert from 'node:assert/strict';
import { maxYamlDepth, maxYamlLength, readYaml } from '../../../src/pipeline/read-yaml.ts';

/** Problems as `line:column code`. */
function problemsOf(text: string): string[] {
  const yaml = readYaml(text);
  return yaml.problems.map(({ offset, code }) => {
    const { line, column } = yaml.position(offset);
    return `${line}:${column} ${code}`;
  });
}

describe('readYaml', () => {
  it('reads plain data and knows where keys and values stand', () => {
    const yaml = readYaml('a:\n  - b: 1\n    "c d": [x, "y"]\n');
    assert.deepEqual(yaml.root?.value, { a: [{ b: 1, 'c d': ['x', 'y'] }] });
    assert.deepEqual(yaml.keyPosition(['a']), { line: 1, column: 1 });
    assert.deepEqual(yaml.keyPosition(['a', 0, 'c d']), { line: 3, column: 5 });
    assert.deepEqual(yaml.valuePosition(['a', 0, 'c d', 1]), { line: 3, column: 16 });
    assert.equal(yaml.valuePosition(['a', 1]), undefined);
    assert.equal(yaml.keyPosition(['a', 0, 'z']), undefined);
  });

  it('counts columns in UTF-16 code units', () => {
    assert.deepEqual(readYaml('{ "😀": é, b: 1 }').keyPosition(['b']), { line: 1, column: 12 });
  });

  it('ends a block where its last value ends', () => {
    const yaml = readYaml('a:\n  b: 1\n  c:\n    - x\n\nd: 2\n');
    assert.ok(yaml.root?.kind === 'map');
    const entry = yaml.root.entries.get('a');
    assert.deepEqual(yaml.position(entry?.node.end ?? 0), { line: 4, column: 8 });
  });

  it('reads CRLF and a byte order mark like any other text', () => {
    const yaml = readYaml('\ufeffa: 1\r\nb:\r\n  c: x\r\n');
    assert.deepEqual(yaml.root?.value, { a: 1, b: { c: 'x' } });
    assert.deepEqual(yaml.keyPosition(['a']), { line: 1, column: 1 });
    assert.deepEqual(yaml.keyPosition(['b', 'c']), { line: 3, column: 3 });
  });

  it('follows aliases and merges mappings, the nearest winning', () => {
    const yaml = readYaml(
      'base: &b { x: 1, y: 2 }\none: { <<: *b, y: 3 }\ntwo: { <<: [{ x: 9 }, *b] }\nthree: *b\n',
    );
    assert.deepEqual(yaml.problems, []);
    assert.deepEqual(yaml.root?.value, {
      base: { x: 1, y: 2 },
      one: { y: 3, x: 1 },
      two: { x: 9, y: 2 },
      three: { x: 1, y: 2 },
    });
  });

  it('keeps a number as it is written', () => {
    const { root } = readYaml('v: 1.10\n');
    assert.ok(root?.kind === 'map');
    const node = root.entries.get('v')?.node;
    assert.ok(node?.kind === 'scalar');
    assert.deepEqual([node.value, node.source], [1.1, '1.10']);
  });

  it('takes a key that is a number for its digits, so that it may stand only once', () => {
    assert.deepEqual(problemsOf('1: a\n"1": b\n'), ['2:1 duplicate-key']);
  });

  it('finds every duplicate key', () => {
    assert.deepEqual(problemsOf('a: 1\nb: { c: 1, c: 2 }\na: 2\n'), [
      '2:12 duplicate-key',
      '3:1 duplicate-key',
    ]);
  });

  it('leaves no trace of __proto__', () => {
    const yaml = readYaml('__proto__: { polluted: true }\na: { __proto__: 1, constructor: 2 }\n');
    assert.deepEqual(problemsOf('__proto__: 1\n'), ['1:1 bad-key']);
    assert.equal(yaml.problems.length, 2);
    assert.equal(({} as Record<string, unknown>).polluted, undefined);
    assert.deepEqual(yaml.root?.value, { a: { constructor: 2 } });
  });

  const broken: readonly (readonly [name: string, text: string, problem: string])[] = [
    ['tabs', 'a:\n\tb: 1\n\tc: 2\n', '2:1 yaml-tab'],
    ['binary data', 'a\u0000\u0001\u0002', '1:2 not-text'],
    [
      'a sequence in a sequence, a hundred thousand times',
      '['.repeat(100_000),
      `1:${maxYamlDepth + 1} too-deep`,
    ],
    ['the same, closed', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, `1:${maxYamlDepth + 1} too-deep`],
    ['blocks in blocks', '- '.repeat(100_000), `1:${2 * maxYamlDepth} too-deep`],
    ['keys in keys', '? '.repeat(100_000), `1:${2 * maxYamlDepth} too-deep`],
    ['several documents', 'a: 1\n---\nb: 2\n', '2:1 several-documents'],
    ['an open quote', 'a: "b\n', '2:1 yaml-syntax'],
    ['an open bracket', 'a: [b\n', '2:1 yaml-indent'],
    ['uneven indentation', 'a:\n   b: 1\n  c: 2\n', '3:1 yaml-indent'],
    ['a mapping as a key', '? { a: 1 }\n: 2\n', '1:3 bad-key'],
    ['an anchor that is nowhere', 'a: *b\n', '1:4 unknown-anchor'],
    ['an anchor in itself', 'a: &b [*b]\n', '1:8 unknown-anchor'],
    ['a merge of a text', 'a: { <<: text }\n', '1:10 bad-merge'],
    ['infinity', 'a: .inf\n', '1:4 not-finite'],
    ['a tag of nobody', 'a: !!js/function x\n', '1:4 unknown-tag'],
    ['a huge text', 'x'.repeat(maxYamlLength + 1), '1:1 too-large'],
    ['a hundred thousand tags', '!a '.repeat(100_000), '1:4 yaml-syntax'],
  ];
  for (const [name, text, problem] of broken) {
    it(`tells ${name} in one problem`, () => {
      assert.deepEqual(problemsOf(text), [problem]);
    });
  }

  it('stops aliases that explode', () => {
    const lists = Array.from({ length: 60 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]`);
    assert.deepEqual(
      problemsOf(`a0: &a0 [x]\n${lists.join('\n')}\n`).map((text) => text.split(' ')[1]),
      ['alias-expansion'],
    );
    const maps = Array.from({ length: 60 }, (_, i) => `a${i + 1}: &a${i + 1} { x: *a${i}, y: *a${i} }`);
    assert.deepEqual(
      problemsOf(`a0: &a0 [x]\n${maps.join('\n')}\n`).map((text) => text.split(' ')[1]),
      ['alias-expansion'],
    );
  });

  it('reads nothing from an empty text, or from comments alone, without a problem', () => {
    assert.deepEqual([readYaml('').root, readYaml('# nothing\n').root], [null, null]);
    assert.deepEqual(problemsOf(''), []);
  });
});
