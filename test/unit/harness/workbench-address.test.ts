import assert from 'node:assert/strict';
import { workbenchAddress } from '../../harness/vscode/workbench-address.ts';

const server = { origin: 'http://127.0.0.1:80', authority: '127.0.0.1:80', token: 'secret' };

describe('the address of a workbench', () => {
  it('names a folder, a workspace file, or neither', () => {
    const opened = (workspace?: string): URLSearchParams =>
      new URL(workbenchAddress(server, workspace === undefined ? {} : { workspace })).searchParams;
    assert.equal(opened('/a b/c').get('folder'), '/a b/c');
    assert.equal(opened('/a/b.code-workspace').get('workspace'), '/a/b.code-workspace');
    assert.equal(opened().get('ew'), 'true');
    assert.equal(opened('/a').get('tkn'), 'secret');
  });

  it('tells what to load from the server', () => {
    const address = workbenchAddress(server, {
      extensionDevelopmentPaths: ['/x y'],
      extensionTestsPath: '/t.cjs',
      disableExtensions: true,
    });
    assert.deepEqual(JSON.parse(new URL(address).searchParams.get('payload') ?? ''), [
      ['extensionDevelopmentPath', 'vscode-remote://127.0.0.1:80/x%20y'],
      ['extensionTestsPath', 'vscode-remote://127.0.0.1:80/t.cjs'],
      ['enableProposedApi', ''],
      ['disableExtensions', 'true'],
      ['skipWelcome', 'true'],
      ['skipReleaseNotes', 'true'],
    ]);
  });
});
