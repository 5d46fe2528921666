import assert from 'node:assert/strict';
import { type Section, sectionText } from '../../../../src/vscode/diagnostics/section.ts';

const asItIs = (text: string) => text;
const textOf = (read: Section['read'], clean = asItIs) => sectionText({ title: 'T', read }, clean);

describe('a section of the diagnostics', () => {
  it('is a heading and a block', async () => {
    assert.equal(await textOf(() => ['a', 'b', '']), '## T\n\n```text\na\nb\n```');
    assert.equal(await textOf(async () => []), '## T\n\n```text\n(nothing)\n```');
  });

  it('says why it could not be read', async () => {
    const wrong = 'This could not be read: no such luck';
    assert.ok((await textOf(() => assert.fail('no such luck'))).includes(wrong));
    assert.ok((await textOf(() => Promise.reject(new Error('no such luck')))).includes(wrong));
  });

  it('does not end where what it holds has a fence', async () => {
    const text = await textOf(() => ['a', '````', 'b']);
    assert.equal(text, '## T\n\n`````text\na\n````\nb\n`````');
  });

  it('is cleaned, its heading and what went wrong too', async () => {
    const clean = (text: string) => text.replaceAll(/[Tx]/g, '-');
    assert.equal(await textOf(() => ['x'], clean), '## -\n\n```text\n-\n```');
    assert.ok((await textOf(() => assert.fail('xxx'), clean)).endsWith('read: ---\n```'));
  });
});
