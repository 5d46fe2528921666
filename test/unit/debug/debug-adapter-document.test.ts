import assert from 'node:assert/strict';
import { readAttachArguments, readLaunchArguments } from '../../../src/debug/launch-arguments.ts';
import { requestTable } from '../../../src/debug/requests/request-table.ts';
import { codesIn, tableOf } from '../docs/documents.ts';

const file = 'docs/debug-adapter.md';

describe('docs/debug-adapter.md', () => {
  it('has every request that is answered', () => {
    const told = tableOf(file, 'request', 'here').map(([request = '']) => codesIn(request)[0]);
    assert.deepEqual(told.sort(), [...requestTable.keys(), 'cancel'].sort());
  });

  it('has every argument of launch and attach, with its default', () => {
    const told = (request: string) =>
      tableOf(file, request, 'default', 'meaning').flatMap(([names = '', fallback = '']) =>
        codesIn(names).map((name): [string, string | undefined] => [name, codesIn(fallback)[0]]),
      );
    const real = (args: object) =>
      Object.entries(args)
        .filter(([name]) => name !== 'kind')
        .map(([name, value]): [string, unknown] => [name, value]);
    const launch = readLaunchArguments({ pipeline: 'p' }, '/w');
    const attach = readAttachArguments({}, '/w');
    for (const [request, args, more] of [
      ['launch', launch, []],
      ['attach', attach, ['runtime', 'connect']],
    ] as const) {
      const names = told(request).map(([name]) => name);
      assert.deepEqual(names.toSorted(), [...real(args).map(([name]) => name), ...more].sort());
      for (const [name, fallback] of told(request)) {
        const value = (args as unknown as Record<string, unknown>)[name];
        if (fallback === undefined || name === 'workspace') continue;
        assert.equal(fallback, typeof value === 'string' ? value : JSON.stringify(value), name);
      }
    }
  });
});
