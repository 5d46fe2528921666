import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';
import { ClientFeatures } from '../../../src/debug/client-features.ts';
import { readAttachArguments, readLaunchArguments } from '../../../src/debug/launch-arguments.ts';
import { readNewValue } from '../../../src/debug/new-value.ts';

/** The message of the refusal. */
function refusal(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    assert.ok(error instanceof Error && error.name === 'UserError', String(error));
    return error.message;
  }
  assert.fail('it was not refused');
}

describe('the arguments of a launch', () => {
  it('need a pipeline and a workspace, and have defaults for all else', () => {
    assert.deepEqual(readLaunchArguments({ pipeline: 'p', workspace: '/w' }, null), {
      kind: 'launch',
      pipeline: 'p',
      workspace: '/w',
      stopOnEntry: false,
      params: {},
      noDebug: false,
      waitForClient: false,
      maxConcurrent: null,
      keepGoing: false,
      useCache: true,
    });
  });

  it('may hold what nobody knows, and null for what was not set', () => {
    const args = {
      pipeline: 'p',
      workspace: '/w',
      __sessionId: 'x',
      internalConsoleOptions: 'neverOpen',
      params: null,
      maxConcurrent: null,
    };
    assert.deepEqual(readLaunchArguments(args, null).params, {});
  });

  it('are taken from the host where they name no workspace', () => {
    assert.equal(readLaunchArguments({ pipeline: 'p' }, '/here').workspace, '/here');
    assert.match(
      refusal(() => readLaunchArguments({ pipeline: 'p' }, null)),
      /`workspace` is missing/,
    );
  });

  it('are refused with the argument and what it must be', () => {
    const wrong: readonly [unknown, string][] = [
      [{ workspace: '/w' }, 'launch: `pipeline` is missing'],
      [{ workspace: '/w', pipeline: 7 }, 'launch: `pipeline` must be a text'],
      [{ workspace: '/w', pipeline: '' }, 'launch: `pipeline` is empty'],
      [{ workspace: '/w', pipeline: 'p', stopOnEntry: 'yes' }, 'launch: `stopOnEntry` must be true or false'],
      [{ workspace: '/w', pipeline: 'p', maxConcurrent: 0 }, 'launch: `maxConcurrent` must be 1 at least'],
      [
        { workspace: '/w', pipeline: 'p', maxConcurrent: 1.5 },
        'launch: `maxConcurrent` must be a whole number',
      ],
      [{ workspace: '/w', pipeline: 'p', params: [] }, 'launch: `params` must be an object'],
      ['p', 'launch: its arguments must be an object'],
    ];
    for (const [args, message] of wrong)
      assert.equal(
        refusal(() => readLaunchArguments(args, null)),
        message,
      );
  });
});

describe('the arguments of an attach', () => {
  it('are for the last run where they name none', () => {
    assert.deepEqual(readAttachArguments({ workspace: '/w' }, null), {
      kind: 'attach',
      run: 'last',
      workspace: '/w',
      agent: null,
      replay: false,
    });
  });

  it('are refused with the argument and what it must be', () => {
    assert.equal(
      refusal(() => readAttachArguments({ workspace: '/w', run: 3 }, null)),
      'attach: `run` must be a text',
    );
    assert.equal(
      refusal(() => readAttachArguments({ workspace: '/w', replay: 'now' }, null)),
      'attach: `replay` must be true or false',
    );
  });
});

describe('a client', () => {
  it('counts lines and columns from 1, or from 0 where it says so', () => {
    const usual = new ClientFeatures({});
    assert.deepEqual([usual.line(1), usual.column(5), usual.lineFrom(1), usual.columnFrom(5)], [1, 5, 1, 5]);
    const fromZero = new ClientFeatures({ linesStartAt1: false, columnsStartAt1: false });
    assert.deepEqual([fromZero.line(1), fromZero.column(5)], [0, 4]);
    assert.deepEqual([fromZero.lineFrom(0), fromZero.columnFrom(4)], [1, 5]);
  });

  it('names files by paths, or by addresses where it says so', () => {
    const path = '/some where/dodeca.yaml';
    const uri = pathToFileURL(path).href;
    assert.equal(new ClientFeatures({}).path(path), path);
    const withUris = new ClientFeatures({ pathFormat: 'uri' });
    assert.equal(withUris.path(path), uri);
    assert.equal(withUris.pathFrom(uri), path);
    assert.equal(new ClientFeatures({}).pathFrom(uri), path, 'some mix them');
    assert.equal(withUris.pathFrom('untitled:Untitled-1'), 'untitled:Untitled-1');
  });
});

describe('a value that is typed', () => {
  it('is JSON, or a text where it is none', () => {
    const typed: readonly [string, unknown][] = [
      ['7', 7],
      [' true ', true],
      ['null', null],
      ['"seven"', 'seven'],
      ['[1, {"a": 2}]', [1, { a: 2 }]],
      ['fast', 'fast'],
      ['a b', 'a b'],
      ['', ''],
    ];
    for (const [text, value] of typed) assert.deepEqual(readNewValue(text, 'with'), { ok: true, value });
  });

  it('is refused where it was meant to be JSON and is none', () => {
    for (const text of ['{a: 1}', '[1', '"open']) assert.equal(readNewValue(text, 'params').ok, false, text);
  });

  it('is always a text in the environment', () => {
    const typed: readonly [string, string][] = [
      ['7', '7'],
      ['true', 'true'],
      ['"a b"', 'a b'],
      ['{"a": 1}', '{"a": 1}'],
      ['', ''],
    ];
    for (const [text, value] of typed) assert.deepEqual(readNewValue(text, 'env'), { ok: true, value });
  });
});
