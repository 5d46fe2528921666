import assert from 'node:assert/strict';
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { withWorkspace } from '../../harness/test-workspace.ts';
import { installOnce } from '../../harness/vscode/install-once.ts';

describe('what is installed once', () => {
  let said = '';

  const install = (root: string, recipe: string, work: () => Promise<void>): Promise<void> =>
    installOnce({
      title: 'nothing',
      folder: path.join(root, 'home'),
      recipe,
      install: work,
      say: (text) => {
        said += text;
      },
    });

  it('is installed once by several who start together, and not again by those who come later', () =>
    withWorkspace(null, {}, async (workspace) => {
      const log = path.join(workspace.path, 'log');
      const work = async (): Promise<void> => {
        appendFileSync(log, 'begin\n');
        await sleep(20);
        appendFileSync(log, 'end\n');
      };
      await Promise.all([1, 2, 3].map(() => install(workspace.path, 'a', work)));
      await install(workspace.path, 'a', work);
      assert.deepEqual(workspace.linesOf('log'), ['begin', 'end']);
      assert.match(said, /^Installing nothing from the package registry into \S+, once … \d+\.\d s\n$/);
    }));

  it('is installed anew by another recipe, and after it was broken off', () =>
    withWorkspace(null, {}, async (workspace) => {
      const half = path.join(workspace.path, 'home', 'half');
      const fail = async (): Promise<void> => {
        writeFileSync(half, '');
        throw new Error('no registry');
      };
      await assert.rejects(install(workspace.path, 'a', fail), /no registry/);
      await install(workspace.path, 'a', async () => assert.ok(!existsSync(half), 'begins anew'));
      let again = 0;
      await install(workspace.path, 'b', async () => {
        again += 1;
      });
      assert.equal(again, 1);
    }));
});
