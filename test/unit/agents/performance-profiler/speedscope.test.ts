import assert from 'node:assert/strict';
import {
  type PythonFunction,
  profileOfPython,
} from '../../../../src/agents/performance-profiler/python-stats.ts';
import { speedscopeText } from '../../../../src/agents/performance-profiler/speedscope.ts';
import { speedscopeSchema } from './speedscope-schema.ts';

describe('speedscope', () => {
  it('writes what the format asks for: frames, stacks with the caller first, seconds', () => {
    const stats: PythonFunction[] = [
      { file: 'a.py', line: 1, name: '<module>', calls: 1, self: 0.5, total: 2, callers: [] },
      {
        file: '~',
        line: 0,
        name: '<built-in method sorted>',
        calls: 1,
        self: 1.5,
        total: 1.5,
        callers: [{ caller: 0, self: 1.5, total: 1.5 }],
      },
    ];
    const file = speedscopeSchema.parse(
      JSON.parse(
        speedscopeText(
          profileOfPython(stats, () => 'src/a.py'),
          'python a.py \ud800',
        ),
      ),
    );
    assert.deepEqual(file.shared.frames, [
      { name: '<module>', file: 'src/a.py', line: 1 },
      { name: '<built-in method sorted>' },
    ]);
    const [profile] = file.profiles;
    assert.deepEqual(profile?.samples, [[0], [0, 1]]);
    assert.deepEqual(profile?.weights, [0.5, 1.5]);
    assert.deepEqual([profile?.unit, profile?.endValue], ['seconds', 2]);
    assert.match(profile?.name ?? '', /no whole stacks/);
  });
});
