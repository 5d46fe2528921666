import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Json, JsonObject } from '../../../../src/common/json.ts';
import { changeAt } from '../../../../src/kernel/debug/change-at.ts';
import { parseHitCondition } from '../../../../src/kernel/debug/hit-condition.ts';
import { parseLogMessage } from '../../../../src/kernel/debug/log-message.ts';

describe('a hit count', () => {
  const stops = (text: string): number[] => {
    const condition = parseHitCondition(text);
    assert.ok(condition.ok, text);
    return [1, 2, 3, 4, 5, 6].filter((hits) => condition.value(hits));
  };

  it('counts as it is written', () => {
    assert.deepEqual(stops('3'), [3]);
    assert.deepEqual(stops(' == 3 '), [3]);
    assert.deepEqual(stops('>=3'), [3, 4, 5, 6]);
    assert.deepEqual(stops('> 3'), [4, 5, 6]);
    assert.deepEqual(stops('<= 2'), [1, 2]);
    assert.deepEqual(stops('< 2'), [1]);
    assert.deepEqual(stops('% 2'), [2, 4, 6]);
  });

  it('says what may be written where it is something else', () => {
    for (const text of ['', 'three', '-1', '% 0', '=> 3', '3 4', '1.5', '9999999999']) {
      const condition = parseHitCondition(text);
      assert.ok(!condition.ok && /write 3, == 3/.test(condition.error), text);
    }
  });
});

describe('the message of a log point', () => {
  const told = (text: string): string => {
    const message = parseLogMessage(text);
    assert.ok(message.ok, text);
    return message.value({ outputs: { a: { n: 3, list: [1, 'x'], say: 'word' } }, attempt: 2 });
  };

  it('tells expressions in braces, texts as they are and everything else as JSON', () => {
    assert.equal(told('plain'), 'plain');
    assert.equal(told(''), '');
    assert.equal(told('n={outputs.a.n}, {outputs.a.say}, {outputs.a.list}'), 'n=3, word, [1,"x"]');
    assert.equal(told('{{x}} {attempt + 1}'), '{x} 3');
    assert.equal(told('{{"a": 1}["a"]}'), '{"a": 1}["a"]}');
    assert.equal(told('{ {"}": attempt}["}"] }'), '2');
  });

  it('tells why a value is not to be had in its place', () => {
    assert.match(told('n={outputs.b.n}.'), /^n=\{outputs\.b\.n: .+\}\.$/);
  });

  it('is refused with the expression that cannot be read', () => {
    const wrong = (text: string): string => {
      const message = parseLogMessage(text);
      assert.ok(!message.ok, text);
      return message.error;
    };
    assert.match(wrong('a {1 +} b'), /\{1 \+\}/);
    assert.match(wrong('a {nothing} b'), /nothing.* is not known here/);
    assert.match(wrong('a {attempt'), /brace at 3 is not closed/);
    assert.match(wrong('{}'), /empty/);
  });

  it('never throws, whatever is written', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('{', '}', '"', "'", 'attempt', ' ', '+', '\\', 'x', '[')),
        (parts) => {
          const message = parseLogMessage(parts.join(''));
          if (message.ok) assert.equal(typeof message.value({ attempt: 1 }), 'string');
        },
      ),
    );
  });
});

describe('a change of what an agent is given', () => {
  const root: JsonObject = { a: 1, b: { list: [1, { x: 'y' }] }, z: null };

  it('leaves everything else as it is, and in its place', () => {
    const changed = changeAt(root, ['b', 'list', 1, 'x'], true);
    assert.deepEqual(changed, { ok: true, value: { a: 1, b: { list: [1, { x: true }] }, z: null } });
    assert.ok(changed.ok);
    assert.deepEqual(Object.keys(changed.value), ['a', 'b', 'z']);
    assert.deepEqual(root.b, { list: [1, { x: 'y' }] });
  });

  it('may add a name to an object, and no element to a list', () => {
    assert.deepEqual(changeAt(root, ['b', 'new'], 2).ok, true);
    assert.deepEqual(changeAt(root, ['b', 'list', 2], 2), {
      ok: false,
      error: 'there is no element 2 in the list',
    });
    assert.deepEqual(changeAt(root, ['c', 'd'], 2), { ok: false, error: 'there is no c' });
    assert.equal(changeAt(root, ['a', 'd'], 2).ok, false);
    assert.equal(changeAt(root, [], [1]).ok, false);
  });

  it('takes any name for one', () => {
    const changed = changeAt({}, ['__proto__'], 1);
    assert.ok(changed.ok);
    assert.deepEqual(Object.entries(changed.value), [['__proto__', 1]]);
  });

  it('is seen at its path, whatever the value is', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.string(),
        fc.jsonValue(),
        (object, name, value) => {
          const changed = changeAt(object as JsonObject, [name], value as Json);
          assert.ok(changed.ok);
          assert.deepEqual(new Map(Object.entries(changed.value)).get(name), value);
        },
      ),
    );
  });
});
