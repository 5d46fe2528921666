import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveCommand } from '../../../src/kernel/executor/interpreters.ts';
import { temporaryTree } from '../library/temporary-tree.ts';

describe('the memory of a built-in agent', () => {
  it('is started with little room for what is new, in a Node that knows the switch', async () => {
    const tree = await temporaryTree();
    try {
      const entry = join(tree.root, 'main.mjs');
      writeFileSync(entry, 'console.log(process.execArgv.join());\n');
      const result = resolveCommand(
        { kind: 'builtin', name: 'smoke_tester' },
        {
          workspace: tree.root,
          cwd: tree.root,
          env: { PATH: process.env.PATH ?? '' },
          builtinEntry: () => entry,
        },
      );
      if (!result.ok) throw new Error('there is no command');
      const { file, args } = result.value;
      const said = execFileSync(file, [...args], { encoding: 'utf8' });
      assert.equal(said.trim(), '--max-semi-space-size=4');
    } finally {
      await tree.remove();
    }
  });
});
