import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { findProgram } from '../../../../src/process/find-program.ts';
import { temporaryTree } from '../../library/temporary-tree.ts';
import { messagesOf, runAgentProcess, valuesOf } from '../agent-process.ts';

const python = findProgram('python3', process.env);
const hasPytest = python !== null && spawnSync(python, ['-c', 'import pytest']).status === 0;

describe('tests behind symbolic links', () => {
  it('are run once by pytest, also where a link leads to the folder around it', async function () {
    if (!hasPytest || process.platform === 'win32') this.skip();
    const tree = await temporaryTree();
    try {
      await tree.write({
        'requirements.txt': 'pytest\n',
        'test_a.py': 'def test_one():\n    assert 1 == 2\n\ndef test_two():\n    assert True\n',
      });
      await symlink('.', join(tree.root, 'self'));
      const outside = { WITHIN_DODECA_TEST_SUITE: undefined, PYTEST_DISABLE_PLUGIN_AUTOLOAD: '1' };
      const run = await runAgentProcess('integration-tester', tree.root, { frameworks: ['pytest'] }, outside);
      assert.deepEqual(
        messagesOf(run, 'finding').map(({ path, line, rule }) => `${path}:${line} ${rule}`),
        ['test_a.py:2 test-failed'],
      );
      assert.equal(valuesOf(run, 'metric').tests, 2);
    } finally {
      await tree.remove();
    }
  });
});
