import assert from 'node:assert/strict';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseCodeArguments } from '../../harness/vscode/code-arguments.ts';

const here = (name: string): string => path.resolve(name);

describe('the arguments of code', () => {
  it('are read as test runners write them', () => {
    const words = [
      here('sample'),
      `--user-data-dir=${here('user')}`,
      `--extensions-dir=${here('extensions')}`,
      '--no-sandbox',
      '--disable-workspace-trust',
      `--extensionTestsPath=${here('tests.cjs')}`,
      `--extensionDevelopmentPath=${here('one')}`,
      `--extensionDevelopmentPath=${here('two')}`,
    ];
    assert.deepEqual(parseCodeArguments(words), {
      workspace: here('sample'),
      extensionDevelopmentPaths: [here('one'), here('two')],
      extensionTestsPath: here('tests.cjs'),
      userDataDir: here('user'),
      extensionsDir: here('extensions'),
      disableExtensions: false,
      disableTrust: true,
      ignored: ['--no-sandbox'],
    });
  });

  it('may have their values in the next word, and paths as addresses', () => {
    const words = [
      ...['--extensionTestsPath', here('tests.cjs'), '--disable-extensions', '--folder-uri'],
      ...[pathToFileURL(here('a b')).href, '--locale', 'de', '-n'],
    ];
    const given = parseCodeArguments(words);
    assert.equal(given.extensionTestsPath, here('tests.cjs'));
    assert.equal(given.workspace, here('a b'));
    assert.equal(given.disableExtensions, true);
    assert.deepEqual(given.ignored, ['--locale', '-n']);
  });

  it('take no option for a value', () => {
    const given = parseCodeArguments(['--log', '--disable-extensions', 'w']);
    assert.equal(given.disableExtensions, true);
    assert.equal(given.workspace, here('w'));
  });

  it('need not name anything', () => {
    assert.deepEqual(parseCodeArguments([]), {
      extensionDevelopmentPaths: [],
      disableExtensions: false,
      disableTrust: false,
      ignored: [],
    });
  });
});
