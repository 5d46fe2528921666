import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isLoopback, resolveHost } from '../../../../src/agents/monitoring-agent/loopback.ts';

describe('loopback', () => {
  it('knows the addresses of this machine alone', () => {
    for (const address of ['127.0.0.1', '127.255.255.254', '::1', '::ffff:127.0.0.1'])
      assert.equal(isLoopback(address), true, address);
    for (const address of [
      '0.0.0.0',
      '::',
      '10.0.0.1',
      '192.168.1.1',
      '128.0.0.1',
      '::ffff:10.0.0.1',
      'fe80::1',
      '169.254.169.254',
      'localhost',
      '',
    ])
      assert.equal(isLoopback(address), false, address);
  });

  it('takes nothing else for one', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.ipV4().filter((address) => !address.startsWith('127.')),
          fc.string(),
        ),
        (address) => {
          assert.equal(isLoopback(address), false);
        },
      ),
    );
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        assert.equal(isLoopback(address), address.startsWith('127.'));
      }),
    );
  });

  it('looks names up, and takes addresses as they are', async () => {
    assert.equal((await resolveHost('localhost')).kind, 'loopback');
    assert.deepEqual(await resolveHost('[::1]'), {
      kind: 'loopback',
      addresses: [{ address: '::1', family: 6 }],
    });
    assert.deepEqual(await resolveHost('10.0.0.1'), { kind: 'elsewhere', address: '10.0.0.1' });
    assert.equal((await resolveHost('no-such-host.invalid')).kind, 'unknown');
  });
});
