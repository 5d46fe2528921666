import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Json } from '../../../../src/common/json.ts';
import { Context } from '../../../../src/kernel/cache/context.ts';

describe('context', () => {
  it('is inherited, can be hidden by a nearer value, and knows every name once', () => {
    const root = Context.root().with('a', 1).with('b', 2);
    const child = root.child().with('b', 3).with('__proto__', 4);
    assert.equal(child.get('a'), 1);
    assert.equal(child.get('b'), 3);
    assert.equal(child.get('toString'), undefined);
    assert.equal(root.get('b'), 2);
    assert.deepEqual(
      [...child.entries()],
      [
        ['a', 1],
        ['b', 3],
        ['__proto__', 4],
      ],
    );
  });

  it('holds null and false as values', () => {
    const context = Context.root().with('n', 1).child().with('n', null).with('f', false);
    assert.equal(context.get('n'), null);
    assert.equal(context.get('f'), false);
  });

  it('cannot be changed through a value, neither the given nor the gotten one', () => {
    const given = { list: [1] };
    const context = Context.root().with('x', given);
    given.list.push(2);
    assert.deepEqual(context.get('x'), { list: [1] });
    const gotten = context.get('x') as { list: number[] };
    assert.throws(() => gotten.list.push(3), TypeError);
  });

  it('answers like a stack of maps, and no context that was ever made changes', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('child' as const), of: fc.nat() }),
      fc.record({
        kind: fc.constant('with' as const),
        of: fc.nat(),
        name: fc.constantFrom('a', 'b', 'c', '__proto__'),
        value: fc.jsonValue({ maxDepth: 1 }).map((value) => value as Json),
      }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        // JSON has no -0, and a value is compared as JSON.
        const made: { context: Context; levels: Map<string, Json>[] }[] = [
          { context: Context.root(), levels: [new Map()] },
        ];
        for (const each of steps) {
          const base = made[each.of % made.length];
          if (!base) continue;
          if (each.kind === 'child') {
            made.push({ context: base.context.child(), levels: [...base.levels, new Map()] });
          } else {
            const nearest = new Map(base.levels.at(-1)).set(each.name, each.value);
            made.push({
              context: base.context.with(each.name, each.value),
              levels: [...base.levels.slice(0, -1), nearest],
            });
          }
        }
        for (const { context, levels } of made) {
          const merged = new Map(levels.flatMap((level) => [...level]));
          assert.deepEqual(context.entries(), merged);
          for (const name of ['a', 'b', 'c', '__proto__', 'd']) {
            assert.deepEqual(context.get(name), merged.get(name));
          }
        }
      }),
    );
  });
});
