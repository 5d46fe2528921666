import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { diagnosticsDocument, sectionOf } from '../diagnostics-document.ts';
import { theFolder } from '../dodeca.ts';

describe('the diagnostics in Restricted Mode', () => {
  it('tell of the definition, and touch nothing', async () => {
    const session = await theFolder();
    const text = await diagnosticsDocument();
    assert.match(sectionOf(text, 'Window'), /trusted +no/);
    const folder = `Folder ${session.folder.name}`;
    assert.match(sectionOf(text, folder), /state +untrusted/);
    assert.match(sectionOf(text, `${folder}: definition`), /file +\w+\.yaml/);
    assert.match(sectionOf(text, `${folder}: engine`), /not connected/);
    assert.doesNotMatch(text, /could not be read/);
    assert.equal(existsSync(join(session.folder.uri.fsPath, '.dodeca')), false);
  });
});
