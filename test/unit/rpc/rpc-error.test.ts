import assert from 'node:assert/strict';
import { ErrorCodes, ResponseError } from 'vscode-jsonrpc/node';
import { UserError } from '../../../src/common/errors.ts';
import type { Problem } from '../../../src/model/problem.ts';
import { fromResponseError, problemsError, problemsOf, toResponseError } from '../../../src/rpc/rpc-error.ts';

function overTheWire(error: unknown): UserError {
  const { code, message, data } = JSON.parse(JSON.stringify(toResponseError(error, 'run/start').toJson()));
  return fromResponseError(new ResponseError(code, message, data));
}

describe('errors over the wire', () => {
  it('keep code and message of a user error', () => {
    const received = overTheWire(new UserError('unknown-pipeline', 'There is no pipeline x.'));
    assert.equal(received.name, 'UserError');
    assert.equal(received.code, 'unknown-pipeline');
    assert.equal(received.message, 'There is no pipeline x.');
    assert.equal(problemsOf(received), undefined);
  });

  it('keep the problems of a wrong definition', () => {
    const problems: Problem[] = [
      { file: 'dodeca.yaml', line: 1, column: 2, severity: 'error', code: 'cycle', message: 'a waits for a' },
    ];
    const received = overTheWire(problemsError('definition-invalid', 'The definition is wrong.', problems));
    assert.equal(received.code, 'definition-invalid');
    assert.deepEqual(problemsOf(received), problems);
  });

  it('tell a defect as a failure of the engine, without its stack', () => {
    const received = overTheWire(new TypeError('x is not a function'));
    assert.equal(received.code, 'engine-error');
    assert.match(received.message, /run\/start failed: x is not a function/);
    assert.doesNotMatch(received.message, /\n/);
  });

  it('tell a request that the engine does not understand', () => {
    const received = overTheWire(new ResponseError(ErrorCodes.InvalidParams, 'wrong parameters'));
    assert.equal(received.code, 'bad-request');
  });

  it('do not take anything for problems', () => {
    assert.equal(problemsOf(Object.assign(new UserError('a', 'b'), { problems: [{ file: 1 }] })), undefined);
    assert.equal(problemsOf(new Error('x')), undefined);
  });
});
